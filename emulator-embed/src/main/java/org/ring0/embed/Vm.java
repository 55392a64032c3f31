package org.ring0.embed;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import org.ring0.core.cpu.Breakpoints;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.debug.LinearMemory;
import org.ring0.core.debug.autopsy.Autopsy;
import org.ring0.core.debug.symbol.Symbols;
import org.ring0.core.device.CharBackend;
import org.ring0.core.io.PortRange;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.Limits;
import org.ring0.core.machine.Machine;
import org.ring0.core.machine.StopReason;
import org.ring0.core.machine.WarmCores;
import org.ring0.devices.board.Card;
import org.ring0.devices.board.PcBoard;
import org.ring0.devices.board.PcConfig;
import org.ring0.devices.board.gate.PcInput;
import org.ring0.devices.board.script.Expectations;

/**
 * A PC in this program. It executes only while a method runs it, on the thread that calls; everything belongs to one thread at
 * a time, but {@link #pause()}, keys, mouse and what is sent to serial lines, which may come from any. Machines know nothing
 * of each other, so that many can run in parallel. A machine must be closed.
 */
public final class Vm implements AutoCloseable {
    private final VmBuilder wanted;
    /** What closed forks of this machine, or of that of which it is a fork, have left. */
    private final WarmCores family;

    private final boolean isFork;
    private final PcBoard board;
    private final Machine machine;
    private final Cpu cpu;
    private final List<SerialLine> serial;
    private final Screen screen;
    private final Keyboard keyboard;
    private final Mouse mouse;
    private final Registers registers;
    private final GuestMemory memory;
    private final GuestMemory linear;
    private final Ports ports;
    private final Observers observers;
    /** Null: everything is allowed. */
    private final Expectations forbidden;

    private final AtomicReference<Thread> runner = new AtomicReference<>();
    private Limits limits = Limits.NONE;
    private Tape tape;
    private StopReason lastReason = new StopReason.Paused();
    private GuestSymbols symbols;
    private boolean closed;

    /** @param builder builds the board with the host's ends of its lines, and with cards */
    Vm(VmBuilder wanted, BiFunction<MachinePlan.Lines, List<Card>, PcBoard> builder) {
        this(wanted, builder, null);
    }

    /** @param parents the family of the machine of which this is a fork, or null */
    Vm(VmBuilder wanted, BiFunction<MachinePlan.Lines, List<Card>, PcBoard> builder, WarmCores parents) {
        this.wanted = wanted;
        isFork = parents != null;
        family = isFork ? parents : VmSnapshot.family();
        serial = IntStream.rangeClosed(1, PcConfig.MAX_SERIAL)
                .mapToObj(number -> new SerialLine("COM" + number, this))
                .toList();
        board = builder.apply(lines(wanted), cards(wanted));
        machine = board.machine();
        tape = Tape.none(board);
        cpu = machine.cpus().getFirst();
        for (int i = 0; i < serial.size(); i++) {
            serial.get(i).connect(board, i);
        }
        screen = new Screen(this, board, serial.getFirst().watch());
        keyboard = new Keyboard(board);
        mouse = new Mouse(board);
        registers = new Registers(cpu);
        memory = new GuestMemory(machine.memory(), physical -> physical);
        linear = new GuestMemory(machine.memory(), new LinearMemory(cpu.state(), machine.memory())::physical);
        ports = new Ports(this, machine.ports());
        observers = new Observers(machine);
        forbidden = wanted.forbidden.isEmpty()
                ? null
                : new Expectations(machine, serial.getFirst().watch(), List.of(), wanted.forbidden);
        if (wanted.display != null) {
            screen.showTo(wanted.displayInterval, wanted.display);
        }
    }

    private MachinePlan.Lines lines(VmBuilder wanted) {
        List<CharBackend> backends = new ArrayList<>();
        for (int i = 0; i < serial.size(); i++) {
            backends.add(serial.get(i).backend(wanted.serial.get(i)));
        }
        return new MachinePlan.Lines(backends, wanted.debugConsole, wanted.firmwareLog);
    }

    private List<Card> cards(VmBuilder wanted) {
        List<Card> cards = new ArrayList<>();
        if (wanted.hypercall != null) {
            HypercallPort port =
                    new HypercallPort(function -> machine().afterInstruction(() -> serve(wanted.hypercall, function)));
            cards.add(bus -> {
                bus.ports(PortRange.of(Hypercall.PORT, HypercallPort.PORTS), port);
                bus.stateless();
            });
        }
        cards.addAll(wanted.expansions);
        return cards;
    }

    private void serve(Hypercall hypercall, int function) {
        registers.set(Register.RAX, hypercall.call(this, function));
    }

    void put(Tape other) {
        tape = other;
    }

    /** A machine to be described. */
    public static VmBuilder builder() {
        return new VmBuilder();
    }

    /** Runs until the guest or somebody else ends the run. */
    public StopReason run() {
        return run(Budget.UNLIMITED);
    }

    /** Runs for at most so much guest time; it is exact. */
    public StopReason runFor(Duration guestTime) {
        return run(Budget.UNLIMITED.withCycles(
                GuestTime.cycles(Arguments.time(guestTime), machine.clock().frequency())));
    }

    /** Executes so many instructions, or fewer if something else ends the run. */
    public StopReason step(long instructions) {
        return run(Budget.ofInstructions(instructions));
    }

    /**
     * Runs until something ends the run; after a spent budget, a breakpoint, a pause or the like it can go on.
     *
     * @throws IllegalStateException if the machine is closed or another thread runs it
     */
    public StopReason run(Budget budget) {
        Arguments.given(budget, "budget");
        checkOpen();
        if (!runner.compareAndSet(null, Thread.currentThread())) {
            throw new IllegalStateException("the machine is running already");
        }
        try {
            StopReason reason = tape.run(limits.within(budget, machine));
            lastReason = forbidden == null ? reason : forbidden.judge(reason);
            return lastReason;
        } finally {
            runner.set(null);
        }
    }

    /** Bounds everything that is run from now on, all runs together; {@code Budget.UNLIMITED} takes the bounds away. */
    public void limit(Budget total) {
        limits = Limits.from(Arguments.given(total, "budget"), machine);
    }

    /** Ends the run that is going on, or the next one at once, with {@code Paused}. May be used from any thread. */
    public void pause() {
        machine.pause();
    }

    /** Where runs end before an instruction, by linear address. They cost nothing where there are none. */
    public Breakpoints breakpoints() {
        return cpu.breakpoints();
    }

    /** The reset button. */
    public void reset() {
        press(new PcInput.ResetButton());
    }

    /** The ACPI power button. An operating system that listens shuts itself down. */
    public void powerButton() {
        press(new PcInput.PowerButton());
    }

    /** The NMI button, as servers have one: many kernels tell then what they are doing. */
    public void nmiButton() {
        press(new PcInput.NmiButton());
    }

    private void press(PcInput button) {
        checkOpen();
        board.inputs().takeNow(button);
    }

    /** COM1. */
    public SerialLine serial() {
        return serial.getFirst();
    }

    /** COM1 to COM4, counted from 0. */
    public SerialLine serial(int line) {
        return serial.get(Arguments.line(line));
    }

    public Screen screen() {
        return screen;
    }

    public Keyboard keyboard() {
        return keyboard;
    }

    /** Types text on the keyboard; line feed is Enter. */
    public void type(String text) {
        keyboard.type(text);
    }

    public Mouse mouse() {
        return mouse;
    }

    public Registers registers() {
        return registers;
    }

    /** Memory by physical addresses. */
    public GuestMemory memory() {
        checkOpen();
        return memory;
    }

    /** Memory by linear addresses, through the guest's page tables as they are now; leaves no trace in them. */
    public GuestMemory linear() {
        checkOpen();
        return linear;
    }

    public Ports ports() {
        return ports;
    }

    public Observers observers() {
        return observers;
    }

    /** Instructions that were executed since the machine was built. */
    public long instructions() {
        return machine.retired();
    }

    /** Guest time that has passed since the machine was built, idle time too. */
    public Duration guestTime() {
        return GuestTime.of(machine.clock().now(), machine.clock().frequency());
    }

    /**
     * Keeps the machine as it is: others can go on from there, as many as wanted, while this one goes on as well. They share
     * memory and images until they write.
     *
     * @return to be closed
     * @throws VmException if it has a card that is not carried, see {@code ExpansionBus}
     * @throws IllegalStateException while a thread runs the machine
     */
    public VmSnapshot snapshot() {
        checkIdle();
        try {
            return new VmSnapshot(wanted, board, board.snapshot());
        } catch (IllegalStateException e) {
            throw new VmException(e.getMessage(), e);
        }
    }

    /**
     * A second machine in the same state, with lines of its own, that goes its own way. While this machine is open, a fork
     * goes on with what a closed fork has left: the code of their guest is translated already.
     *
     * @throws VmException as {@link #snapshot}
     */
    public Vm fork() {
        checkIdle();
        try {
            return VmSnapshot.fork(wanted, board, family);
        } catch (IllegalStateException e) {
            throw new VmException(e.getMessage(), e);
        }
    }

    /**
     * What the machine was doing when its last run ended: exceptions, stack, code and registers, with the names of functions
     * and lines if it has symbols. Leaves no trace in it.
     */
    public Autopsy autopsy() {
        checkOpen();
        return Autopsy.of(machine, lastReason, symbols());
    }

    /**
     * What the machine is waiting for, if it hangs: halted or in a loop, where, on what, and which interrupts could reach it.
     * A fork of it goes on for some thousand instructions to find that out; the machine itself stays as it is.
     */
    public HangDiagnosis hangDiagnosis() {
        checkIdle();
        return HangDiagnosis.of(board, symbols());
    }

    /** The names of the guest's addresses: from {@link VmBuilder#symbols}, or the kernel's own; where that lies now. */
    public Symbols symbols() {
        if (symbols == null) {
            symbols = new GuestSymbols(wanted, board.config().kernel());
        }
        return symbols.of(machine);
    }

    /** A hash over CPU, memory and devices: equal exactly if the guest could tell no difference. */
    public String digest() {
        checkIdle();
        return machine.digest();
    }

    /** The board below, with all chips. */
    public PcBoard board() {
        return board;
    }

    /** The machine below. */
    public Machine machine() {
        return machine;
    }

    void checkOpen() {
        if (closed) {
            throw new IllegalStateException("the machine is closed");
        }
    }

    /** Within an instruction, a machine is in no state that could be kept. */
    private void checkIdle() {
        checkOpen();
        if (runner.get() != null) {
            throw new IllegalStateException("the machine is running: pause it first");
        }
    }

    /**
     * Gives everything back to the host, the images as well. Closing twice does nothing.
     *
     * @throws IllegalStateException while a thread runs the machine
     */
    @Override
    public void close() {
        if (runner.get() != null) {
            throw new IllegalStateException("the machine is running: pause it first");
        }
        if (!closed) {
            closed = true;
            try {
                tape.end(lastReason);
            } finally {
                board.close();
                if (!isFork) {
                    family.close();
                }
            }
        }
    }
}
