package org.ring0.devices.input;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ring0.devices.States;
import org.ring0.devices.VirtualTime;

class Ps2MouseTest {
    private VirtualTime time;
    private Ps2Mouse mouse;

    @BeforeEach
    void build() {
        time = new VirtualTime();
        mouse = new Ps2Mouse(time.domain(1_000_000), time.scheduler);
    }

    private String exchange(int... values) {
        StringBuilder answer = new StringBuilder();
        for (int value : values) {
            mouse.receive(value);
            answer.append(output());
        }
        return answer.toString();
    }

    private String output() {
        StringBuilder hex = new StringBuilder();
        while (mouse.hasOutput()) {
            hex.append(HexFormat.of().toHexDigits((byte) mouse.takeOutput()));
        }
        return hex.toString();
    }

    private String afterReport() {
        time.passMillis(11);
        return output();
    }

    @Test
    void resetTestsItselfAndTellsItsId() {
        assertEquals("faaa00", exchange(0xff));
        assertEquals("fa00", exchange(0xf2));
    }

    @Test
    void nothingIsReportedUnlessEnabled() {
        mouse.move(5, 5, 0);
        assertEquals("", afterReport());
        assertEquals("fa", exchange(0xf4));
        assertEquals("080505", afterReport());
    }

    @Test
    void packetHasButtonsSignsAndMovement() {
        exchange(0xf4);
        mouse.setButtons(Ps2Mouse.LEFT | Ps2Mouse.MIDDLE);
        assertEquals("0d0000", afterReport());
        mouse.move(-3, 7, 0);
        assertEquals("1dfd07", afterReport());
        mouse.setButtons(Ps2Mouse.RIGHT);
        mouse.move(2, -1, 0);
        assertEquals("2a02ff", afterReport());
        assertEquals("", afterReport());
    }

    @Test
    void reportsComeAtTheSampleRate() {
        exchange(0xf3, 10, 0xf4);
        int packets = 0;
        for (int i = 0; i < 990; i++) {
            mouse.move(1, 0, 0);
            time.passMillis(1);
            packets += output().length() / 6;
        }
        assertEquals(10, packets);
    }

    @Test
    void farMovementIsSpreadOverPackets() {
        exchange(0xf4);
        mouse.move(300, -600, 0);
        assertEquals("28ff01", afterReport());
        assertEquals("282d01", afterReport());
        assertEquals("2800a6", afterReport());
    }

    @Test
    void movementIsCollectedWhileTheGuestDoesNotRead() {
        exchange(0xf4);
        mouse.move(1, 0, 0);
        time.passMillis(20);
        for (int i = 0; i < 10; i++) {
            mouse.move(1, 1, 0);
            time.passMillis(20);
        }
        assertEquals("080100", output());
        assertEquals("080a0a", afterReport());
    }

    @Test
    void resolutionScalesTheCounts() {
        exchange(0xe8, 3, 0xf4);
        mouse.move(5, 0, 0);
        assertEquals("080a00", afterReport());
        exchange(0xe8, 0);
        mouse.move(5, 0, 0);
        assertEquals("080100", afterReport());
        mouse.move(3, 0, 0);
        assertEquals("080100", afterReport());
        assertEquals("fafe", exchange(0xe8, 4));
    }

    @Test
    void scaling2To1AppliesToStreamPacketsOnly() {
        exchange(0xe7, 0xf4);
        mouse.move(4, 5, 0);
        assertEquals("080609", afterReport());
        mouse.move(-10, 1, 0);
        assertEquals("18ec01", afterReport());
        exchange(0xf0);
        mouse.move(4, 0, 0);
        assertEquals("fa080400", exchange(0xeb));
    }

    @Test
    void statusRequestShowsModeResolutionAndRate() {
        exchange(0xe7, 0xf4, 0xf3, 80);
        mouse.setButtons(Ps2Mouse.LEFT);
        output();
        assertEquals("fa340250", exchange(0xe9));
        exchange(0xf0);
        assertEquals("fa740250", exchange(0xe9));
    }

    @Test
    void remoteModeReportsOnRequestOnly() {
        exchange(0xf0, 0xf4);
        mouse.move(9, 0, 0);
        assertEquals("", afterReport());
        assertEquals("fa080900", exchange(0xeb));
        assertEquals("fa080000", exchange(0xeb));
        exchange(0xea);
        mouse.move(1, 0, 0);
        assertEquals("080100", afterReport());
    }

    @Test
    void wrapModeEchoesAllButItsEndAndReset() {
        assertEquals("fa", exchange(0xee));
        assertEquals("f4f2", exchange(0xf4, 0xf2));
        assertEquals("fa", exchange(0xec));
        assertEquals("fa00", exchange(0xf2));
        exchange(0xee);
        assertEquals("faaa00", exchange(0xff));
    }

    @Test
    void wheelIsUnlockedBySampleRates() {
        exchange(0xf3, 200, 0xf3, 100, 0xf3, 80);
        assertEquals("fa03", exchange(0xf2));
        exchange(0xf4);
        mouse.move(0, 0, -1);
        assertEquals("080000ff", afterReport());
        exchange(0xf3, 200, 0xf3, 200, 0xf3, 80);
        assertEquals("fa04", exchange(0xf2));
        mouse.setButtons(Ps2Mouse.SIDE);
        mouse.move(0, 0, 2);
        assertEquals("08000012", afterReport());
        exchange(0xff);
        assertEquals("fa00", exchange(0xf2));
    }

    @Test
    void explorerNeedsTheWheelFirst() {
        exchange(0xf3, 200, 0xf3, 200, 0xf3, 80);
        assertEquals("fa00", exchange(0xf2));
    }

    @Test
    void unknownCommandsAndRatesAskForAResend() {
        assertEquals("fe", exchange(0x12));
        assertEquals("fe", exchange(0xf1));
        assertEquals("fafe", exchange(0xf3, 0));
        assertEquals("fa", exchange(100));
    }

    @Test
    void resendRepeatsTheLastByte() {
        exchange(0xf2);
        assertEquals("00", exchange(0xfe));
    }

    @Test
    void restoredMouseGoesOnTheSameWay() {
        exchange(0xf3, 200, 0xf3, 100, 0xf3, 80, 0xe8, 3, 0xf4);
        mouse.move(500, 20, 3);
        mouse.setButtons(Ps2Mouse.RIGHT);
        time.passMillis(3);
        Ps2Mouse other = new Ps2Mouse(time.domain(1_000_000), time.scheduler);
        States.transfer(mouse, other);
        time.passMillis(30);
        for (int i = 0; i < 4; i++) {
            assertEquals(mouse.takeOutput(), other.takeOutput());
        }
        time.passMillis(30);
        States.assertSame(mouse, other);
    }
}
