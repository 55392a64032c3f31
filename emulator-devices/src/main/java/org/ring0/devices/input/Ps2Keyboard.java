package org.ring0.devices.input;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.ring0.core.device.Device;
import org.ring0.core.time.ClockDomain;
import org.ring0.core.time.Scheduler;
import org.ring0.core.time.Timer;

/**
 * IBM enhanced keyboard (101/102 keys and the three Windows keys) with scan code sets 1, 2 and 3. Manual: IBM PS/2 Hardware
 * Interface Technical Reference, "Keyboard and auxiliary device".
 *
 * <p>Limits: the self-test takes 200 microseconds instead of half a second, and is not run by itself at power-on; the shift
 * codes that an enhanced keyboard adds around the grey keys while Num Lock or Shift is on are not sent; an acknowledged byte
 * cannot be lost on the wire, so nothing is ever resent unasked.
 */
public final class Ps2Keyboard implements Device<Ps2Keyboard.State>, Ps2Device {
    static final int ACK = 0xfa;
    static final int RESEND = 0xfe;
    static final int SELF_TEST_PASSED = 0xaa;
    static final int ECHO = 0xee;
    static final int ID_1 = 0xab;
    static final int ID_2 = 0x83;

    private static final int BUFFER = 16;
    private static final int RESPONSES = 8;
    private static final int SELF_TEST_MICROSECONDS = 200;
    private static final int DEFAULT_TYPEMATIC = 0x2b;
    private static final int FIRST_COMMAND = 0x80;
    private static final int CODES = 256;
    private static final int NO_COMMAND = 0;

    /**
     * @param leds bit 0 Scroll Lock, 1 Num Lock, 2 Caps Lock
     * @param typematic rate and delay as in command F3
     * @param command the command that waits for its option byte, or 0
     * @param kinds what each key of set 3 sends, by its code in that set
     * @param responses answers to commands
     * @param codes scan codes not sent yet
     * @param lastSent what command FE repeats
     * @param held the keys that are down
     * @param repeating the key that repeats, or null
     * @param repeatTick when it repeats next
     * @param selfTestTick when the self-test ends, or -1
     */
    public record State(
            boolean scanning,
            int scanCodeSet,
            int leds,
            int typematic,
            int command,
            List<Key.Kind> kinds,
            byte[] responses,
            byte[] codes,
            int lastSent,
            List<Key> held,
            Key repeating,
            long repeatTick,
            long selfTestTick) {
        public static final State POWER_ON = new State(
                true,
                2,
                0,
                DEFAULT_TYPEMATIC,
                NO_COMMAND,
                List.of(defaultKinds()),
                new byte[0],
                new byte[0],
                SELF_TEST_PASSED,
                List.of(),
                null,
                0,
                -1);
    }

    private final ClockDomain microseconds;
    private final Timer repeatTimer;
    private final Timer selfTestTimer;
    private final ByteQueue responses = new ByteQueue(RESPONSES);
    /** One more than the keyboard's own 16 bytes, for the overrun code. */
    private final ByteQueue codes = new ByteQueue(BUFFER + 1);

    private final Key.Kind[] kinds = new Key.Kind[CODES];
    private final Set<Key> held = EnumSet.noneOf(Key.class);
    private Runnable outputReady = () -> {};
    private boolean scanning;
    private int scanCodeSet;
    private int leds;
    private int typematic;
    private int command;
    private int lastSent;
    private Key repeating;
    private long repeatTick;
    private long selfTestTick;

    /**
     * @param microseconds a clock of 1 MHz
     * @param scheduler where repeated keys are scheduled
     */
    public Ps2Keyboard(ClockDomain microseconds, Scheduler scheduler) {
        this.microseconds = microseconds;
        repeatTimer = scheduler.timer(this::onRepeat);
        selfTestTimer = scheduler.timer(this::onSelfTestPassed);
        restore(State.POWER_ON);
    }

    private static Key.Kind[] defaultKinds() {
        Key.Kind[] kinds = new Key.Kind[CODES];
        Arrays.fill(kinds, Key.Kind.TYPEMATIC);
        for (Key key : Key.values()) {
            kinds[key.set3()] = key.kind();
        }
        return kinds;
    }

    /** A key goes down or up on the host's side. To be called between slices. */
    public void key(KeyEvent event) {
        Key key = event.key();
        if (event.pressed()) {
            held.add(key);
        } else {
            held.remove(key);
        }
        if (event.pressed() && scanning && repeats(key)) {
            repeating = key;
            repeatTick = microseconds.ticks() + repeatDelay();
        } else if (event.pressed() || key == repeating) {
            repeating = null;
        }
        armRepeat();
        if (scanning && sends(event)) {
            send(ScanCodeEncoder.encode(scanCodeSet, key, event.pressed(), modifiers()));
        }
    }

    /** Whether nothing waits to be read by the guest: scripted input paces itself by this. */
    public boolean idle() {
        return codes.isEmpty() && responses.isEmpty();
    }

    /** The lights: bit 0 Scroll Lock, 1 Num Lock, 2 Caps Lock. */
    public int leds() {
        return leds;
    }

    private ScanCodeEncoder.Modifiers modifiers() {
        return new ScanCodeEncoder.Modifiers(
                held.contains(Key.LEFT_SHIFT) || held.contains(Key.RIGHT_SHIFT),
                held.contains(Key.LEFT_CTRL) || held.contains(Key.RIGHT_CTRL),
                held.contains(Key.LEFT_ALT) || held.contains(Key.RIGHT_ALT));
    }

    private Key.Kind kindOf(Key key) {
        return scanCodeSet == 3 ? kinds[key.set3()] : Key.Kind.TYPEMATIC_MAKE_BREAK;
    }

    private boolean repeats(Key key) {
        Key.Kind kind = kindOf(key);
        return (kind == Key.Kind.TYPEMATIC || kind == Key.Kind.TYPEMATIC_MAKE_BREAK) && key != Key.PAUSE;
    }

    private boolean sends(KeyEvent event) {
        Key.Kind kind = kindOf(event.key());
        return event.pressed() || kind == Key.Kind.MAKE_BREAK || kind == Key.Kind.TYPEMATIC_MAKE_BREAK;
    }

    /** A sequence that does not fit is dropped whole and replaced by the overrun code. */
    private void send(int[] sequence) {
        if (sequence.length == 0) {
            return;
        }
        if (codes.room() > sequence.length) {
            for (int code : sequence) {
                codes.add(code);
            }
        } else if (codes.room() > 0) {
            codes.add(scanCodeSet == 1 ? 0xff : 0x00);
        }
        outputReady.run();
    }

    private long repeatDelay() {
        return 250_000L * ((typematic >> 5 & 3) + 1);
    }

    /** (8 + A) * 2^B * 4.17 ms, as the manual defines it. */
    private long repeatPeriod() {
        return (long) (8 + (typematic & 7)) * (1 << (typematic >> 3 & 3)) * 4_170;
    }

    private void armRepeat() {
        if (repeating != null) {
            repeatTimer.arm(microseconds.cycleOfTick(repeatTick));
        } else {
            repeatTimer.disarm();
        }
    }

    private void onRepeat() {
        repeatTick += repeatPeriod();
        armRepeat();
        if (scanning && codes.isEmpty()) {
            send(ScanCodeEncoder.encode(scanCodeSet, repeating, true, modifiers()));
        }
    }

    // ---- the controller's side

    @Override
    public void onOutput(Runnable ready) {
        outputReady = ready;
    }

    @Override
    public boolean hasOutput() {
        return !idle();
    }

    @Override
    public int takeOutput() {
        lastSent = responses.isEmpty() ? codes.remove() : responses.remove();
        return lastSent;
    }

    @Override
    public void receive(int value) {
        int waiting = command;
        command = NO_COMMAND;
        responses.clear();
        if (waiting != NO_COMMAND && isOption(waiting, value)) {
            takeOption(waiting, value);
        } else {
            takeCommand(value);
        }
        outputReady.run();
    }

    /** A command in place of an option byte ends the command that waited for it. */
    private static boolean isOption(int command, int value) {
        return command >= 0xfb ? value < 0xed : value < FIRST_COMMAND;
    }

    private void takeCommand(int value) {
        switch (value) {
            case 0xed, 0xf0, 0xf3, 0xfb, 0xfc, 0xfd -> {
                command = value;
                responses.add(ACK);
            }
            case 0xee -> responses.add(ECHO);
            case 0xf2 -> respond(ACK, ID_1, ID_2);
            case 0xf4 -> {
                codes.clear();
                scanning = true;
                responses.add(ACK);
            }
            case 0xf5, 0xf6 -> {
                setDefaults();
                scanning = value == 0xf6;
                responses.add(ACK);
            }
            case 0xf7 -> setAllKinds(Key.Kind.TYPEMATIC);
            case 0xf8 -> setAllKinds(Key.Kind.MAKE_BREAK);
            case 0xf9 -> setAllKinds(Key.Kind.MAKE_ONLY);
            case 0xfa -> setAllKinds(Key.Kind.TYPEMATIC_MAKE_BREAK);
            case 0xfe -> responses.add(lastSent);
            case 0xff -> selfTest();
            default -> responses.add(RESEND);
        }
    }

    private void takeOption(int waiting, int value) {
        switch (waiting) {
            case 0xed -> {
                leds = value & 7;
                responses.add(ACK);
            }
            case 0xf3 -> {
                typematic = value;
                responses.add(ACK);
            }
            case 0xf0 -> takeScanCodeSet(value);
            case 0xfb -> setKind(waiting, value, Key.Kind.TYPEMATIC);
            case 0xfc -> setKind(waiting, value, Key.Kind.MAKE_BREAK);
            default -> setKind(waiting, value, Key.Kind.MAKE_ONLY);
        }
    }

    private void takeScanCodeSet(int value) {
        if (value > 3) {
            responses.add(RESEND);
        } else if (value == 0) {
            respond(ACK, scanCodeSet);
        } else {
            scanCodeSet = value;
            codes.clear();
            responses.add(ACK);
        }
    }

    private void respond(int... values) {
        for (int value : values) {
            responses.add(value);
        }
    }

    private void setAllKinds(Key.Kind kind) {
        Arrays.fill(kinds, kind);
        responses.add(ACK);
    }

    /** A list of keys, which the next command ends. */
    private void setKind(int waiting, int code, Key.Kind kind) {
        kinds[code] = kind;
        command = waiting;
        responses.add(ACK);
    }

    private void setDefaults() {
        codes.clear();
        scanCodeSet = 2;
        typematic = DEFAULT_TYPEMATIC;
        System.arraycopy(defaultKinds(), 0, kinds, 0, CODES);
        repeating = null;
        armRepeat();
    }

    private void selfTest() {
        setDefaults();
        leds = 0;
        scanning = false;
        responses.add(ACK);
        selfTestTick = microseconds.ticks() + SELF_TEST_MICROSECONDS;
        selfTestTimer.arm(microseconds.cycleOfTick(selfTestTick));
    }

    private void onSelfTestPassed() {
        selfTestTick = -1;
        scanning = true;
        responses.add(SELF_TEST_PASSED);
        outputReady.run();
    }

    // ---- state

    @Override
    public State save() {
        return new State(
                scanning,
                scanCodeSet,
                leds,
                typematic,
                command,
                List.of(kinds),
                responses.save(),
                codes.save(),
                lastSent,
                List.copyOf(held),
                repeating,
                repeatTick,
                selfTestTick);
    }

    @Override
    public void restore(State s) {
        scanning = s.scanning;
        scanCodeSet = Math.clamp(s.scanCodeSet, 1, 3);
        leds = s.leds & 7;
        typematic = s.typematic & 0x7f;
        command = s.command;
        System.arraycopy(defaultKinds(), 0, kinds, 0, CODES);
        for (int i = 0; i < Math.min(CODES, s.kinds.size()); i++) {
            kinds[i] = s.kinds.get(i);
        }
        responses.restore(s.responses);
        codes.restore(s.codes);
        lastSent = s.lastSent & 0xff;
        held.clear();
        held.addAll(s.held);
        repeating = s.repeating;
        repeatTick = s.repeatTick;
        selfTestTick = s.selfTestTick;
    }

    @Override
    public State powerOn() {
        return State.POWER_ON;
    }

    /** Firmware resets a keyboard after the machine; here it starts again at once, with the fingers still on its keys. */
    @Override
    public void reset() {
        Set<Key> down = EnumSet.copyOf(held);
        restore(State.POWER_ON);
        held.addAll(down);
        settle();
    }

    @Override
    public void settle() {
        armRepeat();
        if (selfTestTick >= 0) {
            selfTestTimer.arm(microseconds.cycleOfTick(selfTestTick));
        } else {
            selfTestTimer.disarm();
        }
    }
}
