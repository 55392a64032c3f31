package org.ring0.devices.board.boot;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * The Linux/x86 boot protocol from version 2.02 on, by the 64-bit entry for kernels that have one and else by the 32-bit
 * entry (Documentation/arch/x86/boot.rst, "32-bit Boot Protocol" and "64-bit Boot Protocol"): the kernel's setup code, which
 * would ask a BIOS, never runs, nor does the decompressor if {@link KernelPayload} can do its work. Several RAM disks become one, as the format of an initramfs allows.
 *
 * <p>Limits: no zImage; nothing is loaded above 4 GiB. Of the modes of {@code vga=} those with a linear frame buffer of 15 bits a
 * pixel or more are set; with any other the kernel finds the text screen.
 */
public final class LinuxLoader implements KernelLoader {
    /** The lowest page behind what boot sectors use. */
    private static final long LOW_MEMORY = 0x1_0000;

    private static final long VIDEO_MEMORY = 0xa_0000;
    private static final int PAGE = 0x1000;
    private static final int INITRAMFS_ALIGNMENT = 4;
    /** Flat segments of 4 GiB, accessed: selector 10h is code that can be read, 18h data that can be written. */
    private static final long[] DESCRIPTORS = {0, 0, 0x00cf_9b00_0000_ffffL, 0x00cf_9300_0000_ffffL};
    /** The same with L in place of D in the code segment. */
    private static final long[] DESCRIPTORS_64 = {0, 0, 0x00af_9b00_0000_ffffL, 0x00cf_9300_0000_ffffL};

    /** From the load address to the 64-bit entry point. */
    private static final int ENTRY_64 = 0x200;

    @Override
    public boolean recognises(BootFile kernel) {
        return SetupHeader.isIn(kernel) && !Elf.recognises(kernel);
    }

    @Override
    public BootPlan plan(BootRequest request) throws BootException {
        SetupHeader header = SetupHeader.of(request.kernel());
        if (header.is64()) {
            request.demandLongMode();
        }
        byte[] ramdisk = ramdisk(request);
        BootPlan asItIs = plan(request, header, ramdisk, null);
        Optional<KernelPayload> payload = payload(request, header);
        return payload.isEmpty()
                ? asItIs
                : plan(request, header, ramdisk, payload.get()).orElse(asItIs);
    }

    /** @param payload the kernel decompressed, or null if it does that itself */
    private static BootPlan plan(BootRequest request, SetupHeader header, byte[] ramdisk, KernelPayload payload)
            throws BootException {
        BootFile kernel = request.kernel();
        KernelOptions options = new KernelOptions(request.commandLine());
        MemoryPlanner planner = new MemoryPlanner(kernel, request.memory());
        ZeroPage page = new ZeroPage(header)
                .memory(request.memory())
                .textScreen(options.videoMode())
                .rootPointer(FirmwareStandIn.TABLES)
                .entry(header.loadAddress());
        VideoMode video = options.graphicsMode();
        if (video != null) {
            page.graphics(video);
        }
        long start = payload == null ? placeKernel(request, header, planner) : placeDecompressed(payload, planner);
        long kernelEnd =
                Math.max(header.loadAddress() + header.codeLength(), header.runtimeStart() + header.initSize());
        page.commandLine(placeCommandLine(request, header, planner));
        if (ramdisk.length > 0) {
            long ceiling = Math.min(header.ramdiskEnd(), options.memoryEnd());
            page.ramdisk(placeRamdisk(kernel, ramdisk, kernelEnd, ceiling, planner), ramdisk.length);
        }
        long zeroPage = planner.place(page.bytes(), LOW_MEMORY, PAGE);
        BootPlan.Entry entry = entry(header, start, zeroPage, planner);
        return new BootPlan(planner.pieces(), entry, video);
    }

    private static BootPlan.Entry entry(SetupHeader header, long start, long zeroPage, MemoryPlanner planner)
            throws BootException {
        long[] descriptors = header.is64() ? DESCRIPTORS_64 : DESCRIPTORS;
        int at = (int) planner.place(bytes(descriptors), LOW_MEMORY, PAGE);
        BootPlan.Gdt gdt = new BootPlan.Gdt(at, Long.BYTES * descriptors.length - 1, 0x10, 0x18);
        if (header.is64()) {
            long tables = planner.place(LongModeTables.SIZE, LOW_MEMORY, PAGE, LongModeTables::at);
            return new BootPlan.Entry.Long64(start, zeroPage, gdt, tables);
        }
        return new BootPlan.Entry.Flat32((int) start, 0, 0, (int) zeroPage, gdt);
    }

    /** What can be decompressed, if its parts lie in the memory that the header claims. */
    private static Optional<KernelPayload> payload(BootRequest request, SetupHeader header) throws BootException {
        long from = header.loadAddress();
        if (!request.memory().isUsable(from, header.initSize())) {
            return Optional.empty();
        }
        Optional<KernelPayload> payload = KernelPayload.of(request.kernel(), header);
        if (payload.isEmpty()) {
            return Optional.empty();
        }
        Elf elf = payload.get().headers();
        boolean fits = elf.is64() == header.is64()
                && elf.isInOrder()
                && elf.lowest() >= from
                && elf.highest() <= from + header.initSize()
                && elf.highest() > elf.lowest();
        return fits ? payload : Optional.empty();
    }

    /** Places the kernel as its own decompressor would leave it, and tells where its ELF header says that it begins. */
    private static long placeDecompressed(KernelPayload payload, MemoryPlanner planner) throws BootException {
        Elf elf = payload.headers();
        elf.load(payload, 0, planner);
        return elf.physicalEntry(payload.begin());
    }

    /** Places the kernel's code, and tells where it begins. */
    private static long placeKernel(BootRequest request, SetupHeader header, MemoryPlanner planner)
            throws BootException {
        BootFile kernel = request.kernel();
        long load = header.loadAddress();
        if (load >= 0 && load < E820Map.ONE_MIB) {
            throw kernel.refuse("wants to be loaded at %x, below 1 MiB".formatted(load));
        }
        demand(request, load, header.codeLength());
        demand(request, header.runtimeStart(), header.initSize());
        planner.add(new BootPlan.Piece(load, kernel.source(), header.code(), header.codeLength(), header.codeLength()));
        return load + (header.is64() ? ENTRY_64 : 0);
    }

    private static void demand(BootRequest request, long from, long length) throws BootException {
        if (!request.memory().isUsable(from, length)) {
            throw request.kernel()
                    .refuse("needs the memory from %x to %x, which this machine does not have"
                            .formatted(from, from + length));
        }
    }

    private static long placeCommandLine(BootRequest request, SetupHeader header, MemoryPlanner planner)
            throws BootException {
        byte[] text = request.commandLine().replace('\0', ' ').getBytes(StandardCharsets.UTF_8);
        if (text.length > header.commandLineSize()) {
            throw request.kernel()
                    .refuse("takes a command line of %d bytes at most, this one has %d"
                            .formatted(header.commandLineSize(), text.length));
        }
        byte[] terminated = java.util.Arrays.copyOf(text, text.length + 1);
        if (LOW_MEMORY + terminated.length > E820Map.EBDA) {
            throw request.kernel()
                    .refuse("cannot be given a command line of %d bytes: it must lie below %x"
                            .formatted(text.length, VIDEO_MEMORY));
        }
        return planner.place(terminated, LOW_MEMORY, PAGE);
    }

    private static byte[] ramdisk(BootRequest request) throws BootException {
        List<BootFile> files = request.modules();
        if (files.size() == 1) {
            return files.getFirst().content();
        }
        long length = files.stream().mapToLong(file -> aligned(file.length())).sum();
        if (length > Integer.MAX_VALUE - PAGE) {
            throw request.kernel().refuse("cannot be given RAM disks of %d bytes".formatted(length));
        }
        byte[] all = new byte[(int) length];
        int at = 0;
        for (BootFile file : files) {
            System.arraycopy(file.content(), 0, all, at, file.length());
            at += (int) aligned(file.length());
        }
        return all;
    }

    private static long aligned(long length) {
        return length + INITRAMFS_ALIGNMENT - 1 & -INITRAMFS_ALIGNMENT;
    }

    /** As high as it may lie, so that the kernel has room to grow. */
    private static long placeRamdisk(BootFile kernel, byte[] ramdisk, long floor, long ceiling, MemoryPlanner planner)
            throws BootException {
        long at = planner.placeHigh(ramdisk, floor, ceiling, PAGE);
        if (at < 0) {
            throw kernel.refuse("leaves no room for a RAM disk of %d bytes: it has to lie between %x and %x, in RAM"
                    .formatted(ramdisk.length, floor, ceiling));
        }
        return at;
    }

    private static byte[] bytes(long[] descriptors) {
        ByteBuffer table = ByteBuffer.allocate(Long.BYTES * descriptors.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long descriptor : descriptors) {
            table.putLong(descriptor);
        }
        return table.array();
    }
}
