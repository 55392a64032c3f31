package org.ring0.devices.video;

import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.VirtualClock;

/**
 * Where the electron beam is. The position follows from the virtual clock and the timing registers alone: frames are counted
 * from cycle 0 as if the present timing had always been set, so that nothing has to be stored.
 */
final class VgaTiming {
    static final int CRYSTAL_25_HZ = 25_175_000;
    static final int CRYSTAL_28_HZ = 28_322_000;

    private final ClockDomain crystal25;
    private final ClockDomain crystal28;
    private final CrtController crtc;
    private final Sequencer sequencer;
    private boolean fast;

    VgaTiming(VirtualClock clock, CrtController crtc, Sequencer sequencer) {
        crystal25 = new ClockDomain(clock, CRYSTAL_25_HZ);
        crystal28 = new ClockDomain(clock, CRYSTAL_28_HZ);
        this.crtc = crtc;
        this.sequencer = sequencer;
    }

    /** Selects the crystal of 28.322 MHz (lines of 720 dots). */
    void setFast(boolean on) {
        fast = on;
    }

    /** The line that is being scanned, in steps of the vertical counter from the first displayed one. */
    int line() {
        return (int) (position() / ticksPerCount());
    }

    /** Whether the beam is where the picture is not: beside it, below it or above it. */
    boolean displayDisabled() {
        long position = position();
        long line = position / ticksPerCount();
        long character = position % ticksPerLine() / ticksPerCharacter();
        return line >= crtc.lines() || character >= crtc.columns();
    }

    /** Whether the beam is on its way back to the top. */
    boolean verticalRetrace() {
        int since = line() - crtc.verticalRetraceStart();
        return since >= 0 && since < crtc.verticalRetraceLength();
    }

    /** Ticks of the crystal in a frame. */
    long ticksPerFrame() {
        return ticksPerCount() * crtc.verticalTotal();
    }

    /** Ticks of the crystal a second. */
    long frequency() {
        return crystal().frequency();
    }

    private long position() {
        return crystal().ticks() % ticksPerFrame();
    }

    private long ticksPerCount() {
        return ticksPerLine() * crtc.linesPerCount();
    }

    private long ticksPerLine() {
        return ticksPerCharacter() * crtc.horizontalTotal();
    }

    private long ticksPerCharacter() {
        return (long) sequencer.dotsPerCharacter() * sequencer.ticksPerDot();
    }

    private ClockDomain crystal() {
        return fast ? crystal28 : crystal25;
    }
}
