package org.ring0.devices.debug;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.ring0.core.io.IoBus;
import org.ring0.core.io.PortRange;
import org.ring0.devices.RecordedHost;

class DebugPortsTest {
    @Test
    void consolePassesCharactersAndTellsThatItExists() {
        StringBuilder out = new StringBuilder();
        DebugConsole console = new DebugConsole(value -> out.append((char) value));
        console.write(0, 'o');
        console.write(0, 'k');
        assertEquals("ok", out.toString());
        assertEquals(0xe9, console.read(0));
    }

    @Test
    void exitTakesBytesWordsAndDwords() {
        RecordedHost host = new RecordedHost();
        IoBus bus = new IoBus();
        bus.map(PortRange.of(0xf4, 4), new DebugExit(host));
        bus.write(0xf4, 0x12345678, 1);
        assertEquals(0x78, host.lastExit);
        bus.write(0xf4, 0x12345678, 2);
        assertEquals(0x5678, host.lastExit);
        bus.write(0xf4, 0x12345678, 4);
        assertEquals(0x12345678, host.lastExit);
        bus.write(0xf5, 3, 1);
        assertEquals(3, host.lastExit);
        assertEquals(4, host.exits);
        assertEquals(0xffff, bus.read(0xf4, 2));
    }

    @Test
    void postCodeRemembersTheLast() {
        int[] logged = new int[1];
        PostCode card = new PostCode(value -> logged[0] = value);
        card.send(0x31);
        assertEquals(0x31, card.last());
        assertEquals(0x31, logged[0]);
    }
}
