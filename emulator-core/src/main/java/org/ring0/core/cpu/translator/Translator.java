package org.ring0.core.cpu.translator;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.EngineStatistics;
import org.ring0.core.cpu.mmu.Mmu;
import org.ring0.core.cpu.model.FeatureSet;
import org.ring0.core.cpu.region.Effort;
import org.ring0.core.cpu.region.Region;
import org.ring0.core.cpu.region.RegionCompiler;
import org.ring0.core.cpu.region.RegionRequest;
import org.ring0.core.cpu.region.TranslatedRegion;
import org.ring0.core.time.HostClock;
import org.slf4j.LoggerFactory;

/**
 * Turns hot guest code into JVM bytecode on a thread of its own. Fails soft: what cannot be translated is logged once and
 * stays interpreted.
 */
public final class Translator implements RegionCompiler {
    private static final int MAX_WAITING = 256;
    private static final int MAX_INSTRUCTIONS = 120;

    /**
     * Some ten milliseconds of HotSpot's threads are worth it then. A kernel's start runs much code a thousand times and never
     * again.
     */
    private static final int THRESHOLD = 3000;

    /** What a quick region may execute before a thorough one is worth HotSpot's time, in cycles for each of the threshold. */
    private static final long ALLOWANCE = 2000;
    /** As that, where nothing waits for HotSpot, and both kinds of code are to be seen. */
    private static final long SHORT_ALLOWANCE = 100;

    /** How often the thread looks whether HotSpot has compiled what it waits for. */
    private static final int POLL_MILLIS = 1;

    private final Supplier<FeatureSet> features;
    private final Mmu mmu;
    private final MemorySegment host;
    private final boolean direct;
    private final MachineConstants user;
    private final MachineConstants supervisor;
    private final BlockingQueue<Work> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
    private final Queue<TranslatedRegion> ready = new ConcurrentLinkedQueue<>();
    private final AtomicLong regions = new AtomicLong();
    private final AtomicLong instructions = new AtomicLong();
    private final AtomicLong refusals = new AtomicLong();
    private final AtomicLong hostNanos = new AtomicLong();
    private final int threshold;
    private final TranslationTrace trace;
    private Effort alternating = Effort.QUICK;
    private final WarmUp warmUp = new WarmUp();
    /** Null: requests are translated at once, by whoever makes them. */
    private final Thread thread;

    /** A translator with a thread of its own. */
    public Translator(Cpu cpu, MemoryAccess access) {
        this(cpu, access, TranslationTrace.NONE);
    }

    /** A translator with a thread of its own that shows what it writes. */
    public Translator(Cpu cpu, MemoryAccess access, TranslationTrace trace) {
        this(cpu, access, THRESHOLD, trace, true);
    }

    /** A translator that translates every block at its {@code threshold}th execution, before that goes on: for what must repeat. */
    public static Translator immediate(Cpu cpu, MemoryAccess access, int threshold) {
        return immediate(cpu, access, threshold, TranslationTrace.NONE);
    }

    /** As {@link #immediate}, one that shows what it writes. */
    public static Translator immediate(Cpu cpu, MemoryAccess access, int threshold, TranslationTrace trace) {
        return new Translator(cpu, access, threshold, trace, false);
    }

    /** One that shows what it writes and has no thread. */
    static Translator traced(Cpu cpu, MemoryAccess access, TranslationTrace trace) {
        return new Translator(cpu, access, 1, trace, false);
    }

    private Translator(Cpu cpu, MemoryAccess access, int threshold, TranslationTrace trace, boolean background) {
        this.threshold = threshold;
        this.trace = trace;
        host = cpu.memory().host();
        mmu = cpu.mmu();
        features = () -> cpu.model().features();
        direct = access == MemoryAccess.DIRECT;
        user = MachineConstants.of(cpu.mmu().userTlb(), host, access);
        supervisor = MachineConstants.of(cpu.mmu().supervisorTlb(), host, access);
        thread = background
                ? Thread.ofPlatform().daemon().name("ring0-translator").start(this::work)
                : null;
    }

    @Override
    public Set<Integer> request(RegionRequest request) {
        if (waiting.remainingCapacity() == 0) {
            return null;
        }
        // The guest's memory is read here, on its own thread; what is cut later finds the same.
        Map<Long, Long> tables = new HashMap<>();
        CodeView code = new CodeView(request.code());
        Scan scan = new Scan(
                request,
                MAX_INSTRUCTIONS,
                code,
                features,
                (linear, size) -> tables.computeIfAbsent(linear, at -> tableEntry(at, size)));
        code.close();
        Work work = new Work(request, scan, code, tables);
        if (thread == null) {
            ready.add(timed(work));
        } else if (!waiting.offer(work)) {
            return null;
        }
        return scan.leaders;
    }

    /** A request, what a first look found, and what it has read for that. */
    private record Work(RegionRequest request, Scan scan, CodeView code, Map<Long, Long> tables) {}

    private long tableEntry(long linear, int size) {
        long backing = mmu.readableBacking(linear);
        if (backing < 0 || (linear & size - 1) != 0) {
            return Scan.TableReader.NOTHING;
        }
        return size == 8
                ? (long) GuestMemory.QWORD.get(host, backing)
                : (int) GuestMemory.DWORD.get(host, backing) & 0xffff_ffffL;
    }

    @Override
    public int threshold() {
        return threshold;
    }

    /** {@inheritDoc} Without a thread, every other one is thorough at once: whoever wants to repeat a run wants to see both. */
    @Override
    public Effort effort() {
        if (thread == null) {
            alternating = alternating == Effort.QUICK ? Effort.THOROUGH : Effort.QUICK;
        }
        return alternating;
    }

    @Override
    public long allowance() {
        return (thread == null ? SHORT_ALLOWANCE : ALLOWANCE) * threshold;
    }

    @Override
    public TranslatedRegion poll() {
        return ready.poll();
    }

    @Override
    public void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }

    @Override
    public EngineStatistics.Translation statistics() {
        return new EngineStatistics.Translation(regions.get(), instructions.get(), refusals.get(), hostNanos.get());
    }

    /** The thread that translates, or null. */
    Thread thread() {
        return thread;
    }

    private void work() {
        try {
            while (true) {
                Work next = warmUp.isIdle() ? waiting.take() : waiting.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (next != null) {
                    TranslatedRegion region = timed(next);
                    if (region.region() == null) {
                        ready.add(region);
                    } else {
                        warmUp.add(region);
                    }
                }
                warmUp.poll(ready::add);
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private TranslatedRegion timed(Work work) {
        HostClock clock = new HostClock();
        TranslatedRegion region = translate(work);
        hostNanos.addAndGet(clock.nanos());
        return region;
    }

    private TranslatedRegion translate(Work work) {
        RegionRequest request = work.request;
        Scan scan = work.scan;
        for (int limit = MAX_INSTRUCTIONS; limit > 0; limit = limit * 3 / 4) {
            try {
                if (limit < MAX_INSTRUCTIONS) {
                    scan = new Scan(
                            request,
                            limit,
                            work.code,
                            features,
                            (linear, size) -> work.tables.getOrDefault(linear, Scan.TableReader.NOTHING));
                }
                Effort effort = scan.effort();
                byte[] bytes = RegionClass.write(scan, request, effort, direct, trace != TranslationTrace.NONE);
                if (bytes == null) {
                    break;
                }
                trace.translated(new RegionListing(request, work.code, scan.instructions, scan.leaders, bytes));
                Region region = define(bytes, request.mode().cpl() == 3 ? user : supervisor);
                regions.incrementAndGet();
                instructions.addAndGet(scan.instructions.size());
                return new TranslatedRegion(
                        request, effort, region, scan.spans(), ints(scan.entries), ints(scan.sites()));
            } catch (org.objectweb.asm.MethodTooLargeException | RegionClass.TooLargeException tooLarge) {
                LoggerFactory.getLogger(Translator.class)
                        .debug("region at {} is too large with {} instructions", request.rip(), limit);
            } catch (RuntimeException | LinkageError failure) {
                LoggerFactory.getLogger(Translator.class)
                        .warn(
                                "no translation of the code at {}: {}",
                                Long.toHexString(request.rip()),
                                failure.toString());
                break;
            }
        }
        refusals.incrementAndGet();
        return TranslatedRegion.refused(request, work.code.part(0));
    }

    private static int[] ints(Collection<Integer> numbers) {
        return numbers.stream().mapToInt(Integer::intValue).toArray();
    }

    private static Region define(byte[] bytes, MachineConstants constants) {
        Birth birth = new Birth(constants);
        try {
            MethodHandles.lookup().defineHiddenClassWithClassData(bytes, birth, true);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a region's class could not be made", e);
        }
        return birth.region;
    }
}
