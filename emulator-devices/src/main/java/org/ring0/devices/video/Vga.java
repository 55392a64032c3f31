package org.ring0.devices.video;

import java.util.Objects;
import org.ring0.core.device.Device;
import org.ring0.core.io.IoDevice;
import org.ring0.core.memory.MmioDevice;
import org.ring0.core.time.VirtualClock;

/**
 * A standard VGA with the Bochs VBE extensions. Sources: IBM Personal System/2 Hardware Interface Technical Reference, Video
 * Subsystem (1992); FreeVGA for what clones have in common; see {@link BochsDispi} for the extensions.
 *
 * <p>Limits: no vertical interrupt (as on most PCI cards, input status 0 bit 7 stays 0); no light pen; 3C3h and 46E8h do not
 * switch the card off; the serializers are loaded with every character clock (clocking mode bits 2 and 4 have no effect);
 * blanking and display-enable skew do not cut into the picture; the diagnostic bits of input status 1 always show the
 * overscan colour; reads through a {@link LinearWindow} do not load the latches.
 */
public final class Vga implements Device<Vga.State> {
    /** Switch sense: a monitor is there. */
    static final int INPUT_STATUS_0 = 0x10;

    private static final int MISC_COLOUR_PORTS = 0x01;
    private static final int MISC_ENABLE_RAM = 0x02;
    private static final int MISC_CLOCK_SELECT = 0x0c;
    private static final int MISC_CLOCK_28 = 0x04;

    /** All registers and latches; the video memory is not among them, for it lies in the machine's host memory. */
    public record State(
            int miscOutput,
            int featureControl,
            RegisterFile.State sequencer,
            RegisterFile.State graphics,
            AttributeController.State attributes,
            RegisterFile.State crtc,
            DacPalette.State dac,
            int latches,
            BochsDispi.State dispi) {
        public static final State POWER_ON = new State(
                0,
                0,
                RegisterFile.cleared(Sequencer.COUNT),
                RegisterFile.cleared(GraphicsController.COUNT),
                AttributeController.cleared(),
                RegisterFile.cleared(CrtController.COUNT),
                DacPalette.powerOn(),
                0,
                BochsDispi.State.POWER_ON);

        public State {
            for (Record part : new Record[] {sequencer, graphics, attributes, crtc, dac, dispi}) {
                Objects.requireNonNull(part);
            }
        }
    }

    /**
     * The beginning of the window at A0000h while accesses of it are accesses of memory.
     *
     * @param length bytes from A0000h
     * @param linear the offset in video memory that A0000h has
     */
    public record LinearWindow(int length, int linear) {}

    final Sequencer sequencer = new Sequencer();
    final GraphicsController graphics = new GraphicsController();
    final AttributeController attributes = new AttributeController();
    final CrtController crtc = new CrtController();
    final DacPalette dac = new DacPalette();
    final BochsDispi dispi;
    final VideoMemory memory;
    final VgaTiming timing;
    private final VgaMemoryAccess access;
    private final VgaPorts ports = new VgaPorts(this);
    private final IoDevice commonPorts = ports.common();
    private final IoDevice colourPorts = ports.emulation(true);
    private final IoDevice monochromePorts = ports.emulation(false);
    private Runnable onWindowChange = () -> {};
    private LinearWindow window;
    private int miscOutput;
    private int featureControl;
    private long registerChanges;

    /**
     * @param clock the machine's clock; the card's two crystals run by it
     * @param memory the card's memory
     */
    public Vga(VirtualClock clock, VideoMemory memory) {
        this.memory = memory;
        timing = new VgaTiming(clock, crtc, sequencer);
        dispi = new BochsDispi(memory, this::registersChanged);
        access = new VgaMemoryAccess(memory, sequencer, graphics, dispi);
        restore(State.POWER_ON);
    }

    /** 16 ports, in a PC from 3C0h: attribute controller, sequencer, DAC, graphics controller, misc output. */
    public IoDevice commonPorts() {
        return commonPorts;
    }

    /** 16 ports, in a PC from 3D0h: CRTC and input status 1 while misc output bit 0 is set. */
    public IoDevice colourPorts() {
        return colourPorts;
    }

    /** 12 ports, in a PC from 3B0h: CRTC and input status 1 while misc output bit 0 is clear. */
    public IoDevice monochromePorts() {
        return monochromePorts;
    }

    /** 4 ports, in a PC from 1CEh: the Bochs VBE extensions. */
    public IoDevice dispiPorts() {
        return dispi;
    }

    /** The window on the video memory: 128 KiB, in a PC from A0000h. */
    public MmioDevice window() {
        return access;
    }

    /** The registers in memory: 4 KiB behind a PCI base address register. */
    public MmioDevice registerBar() {
        return new RegisterBar(commonPorts, colourPorts, dispi);
    }

    /** The card's memory, which is also the linear frame buffer. */
    public VideoMemory memory() {
        return memory;
    }

    /** The part of the window that may be mapped as RAM now, or null: all of it has to reach {@link #window()}. */
    public LinearWindow linearWindow() {
        return window;
    }

    /** Runs {@code action} whenever {@link #linearWindow()} has changed. */
    public void onWindowChange(Runnable action) {
        onWindowChange = action;
    }

    /**
     * A number that changes with every write to a register or through the window. What is written to the linear frame
     * buffer or through a {@link LinearWindow} does not show in it.
     */
    public long changes() {
        return registerChanges + access.changes();
    }

    /** Whether pixels can change without {@link #changes()}: the guest can write to what the screen shows as to RAM. */
    public boolean changesUnseen() {
        return window != null || dispi.enabled();
    }

    @Override
    public State save() {
        return new State(
                miscOutput,
                featureControl,
                sequencer.registers.save(),
                graphics.registers.save(),
                attributes.save(),
                crtc.registers.save(),
                dac.save(),
                access.latches(),
                dispi.save());
    }

    @Override
    public void restore(State state) {
        miscOutput = state.miscOutput & 0xff;
        featureControl = state.featureControl & 0xff;
        sequencer.registers.restore(state.sequencer);
        graphics.registers.restore(state.graphics);
        attributes.restore(state.attributes);
        crtc.registers.restore(state.crtc);
        dac.restore(state.dac);
        access.setLatches(state.latches);
        dispi.restore(state.dispi);
        configure();
    }

    @Override
    public State powerOn() {
        return State.POWER_ON;
    }

    /** Lets the board map the window as the state has it. */
    @Override
    public void settle() {
        registersChanged();
    }

    void registersChanged() {
        configure();
        LinearWindow now = access.linearWindow();
        if (!Objects.equals(now, window)) {
            window = now;
            onWindowChange.run();
        }
    }

    private void configure() {
        registerChanges++;
        dac.setWide(dispi.wideDac());
        timing.setFast((miscOutput & MISC_CLOCK_SELECT) == MISC_CLOCK_28);
        access.configure((miscOutput & MISC_ENABLE_RAM) != 0);
    }

    int miscOutput() {
        return miscOutput;
    }

    void setMiscOutput(int value) {
        miscOutput = value;
    }

    boolean colourPortsSelected() {
        return (miscOutput & MISC_COLOUR_PORTS) != 0;
    }

    int featureControl() {
        return featureControl;
    }

    void setFeatureControl(int value) {
        featureControl = value;
    }

    /** The latch of the plane that the read map selects. */
    int latchOfReadMap() {
        return access.latches() >>> 8 * graphics.registers.get(GraphicsController.READ_MAP_SELECT) & 0xff;
    }
}
