package org.ring0.devices.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ring0.core.memory.AddressSpace;
import org.ring0.core.memory.HostMemory;
import org.ring0.core.time.VirtualClock;
import org.ring0.devices.video.Vga;
import org.ring0.devices.video.VideoMemory;

class PcMemoryMapTest {
    private static final PcMemoryMap.Layout LAYOUT = new PcMemoryMap.Layout(0x20_0000, 0x4_0000, VideoMemory.VGA_SIZE);
    private final HostMemory host = new HostMemory(LAYOUT.size());
    private final AddressSpace memory = new AddressSpace(host.segment());
    private final PcMemoryMap map;
    private final Vga vga = new Vga(
            new VirtualClock(1_000_000_000), new VideoMemory(memory, LAYOUT.videoBacking(), VideoMemory.VGA_SIZE));

    PcMemoryMapTest() {
        byte[] firmware = new byte[0x4_0000];
        for (int i = 0; i < firmware.length; i += 0x1_0000) {
            firmware[i] = (byte) (0x10 + (i >> 16));
        }
        firmware[firmware.length - 16] = (byte) 0xea;
        map = new PcMemoryMap(memory, host, LAYOUT, firmware, new byte[] {0x55, (byte) 0xaa});
        map.connectVga(vga);
    }

    @AfterEach
    void close() {
        host.close();
    }

    @Test
    void resetVectorIsInTheFirmwareAtBothPlaces() {
        assertEquals(0xea, memory.read(0xffff_fff0L, 1));
        assertEquals(0xea, memory.read(0xf_fff0, 1));
    }

    @Test
    void last128KibAreBelowOneMibAndAllIsBelowFourGib() {
        assertEquals(0x12, memory.read(0xe_0000, 1));
        assertEquals(0x13, memory.read(0xf_0000, 1));
        assertEquals(0x10, memory.read(0xfffc_0000L, 1));
    }

    @Test
    void optionRomIsAtC0000AndEmptyUpperMemoryReadsOnes() {
        assertEquals(0xaa55, memory.read(0xc_0000, 2));
        assertEquals(0xffff_ffffL, memory.read(0xd_0000, 4));
    }

    @Test
    void romIgnoresWrites() {
        memory.write(0xf_0000, 0, 4);
        assertEquals(0x13, memory.read(0xf_0000, 1));
    }

    @Test
    void shadowRamTakesACopyOfTheRom() {
        map.setShadow(12, false, true);
        memory.write(0xf_0000, 0x99, 1);
        assertEquals(0x13, memory.read(0xf_0000, 1));
        map.setShadow(12, true, false);
        assertEquals(0x99, memory.read(0xf_0000, 1));
        memory.write(0xf_0000, 0x11, 1);
        assertEquals(0x99, memory.read(0xf_0000, 1));
    }

    @Test
    void vgaWindowIsTheAdapterUnlessSmramIsOpen() {
        memory.write(0xa_0000, 0x41, 1);
        map.setSmramOpen(true);
        assertEquals(0, memory.read(0xa_0000, 1));
        memory.write(0xa_0000, 0x42, 1);
        assertEquals(0x42, memory.read(0xa_0000, 1));
        map.setSmramOpen(false);
        memory.write(0xa_0000, 0x43, 1);
        map.setSmramOpen(true);
        assertEquals(0x42, memory.read(0xa_0000, 1));
    }

    @Test
    void windowOfAChain4ModeIsDisplayMemoryItself() {
        vga.commonPorts().write(2, 0x63);
        int[][] mode13 = {{4, 2, 0x0f}, {4, 4, 0x0e}, {14, 5, 0x40}, {14, 6, 0x05}, {14, 8, 0xff}};
        for (int[] register : mode13) {
            vga.commonPorts().write(register[0], register[1]);
            vga.commonPorts().write(register[0] + 1, register[2]);
        }
        memory.write(0xa_0123, 0x5a, 1);
        assertEquals(0x5a, host.segment().get(ValueLayout.JAVA_BYTE, LAYOUT.videoBacking() + 0x123));
        assertEquals(0x5a, memory.read(0xa_0123, 1));
        assertNotNull(memory.find(0xb_8000));
    }

    @Test
    void nothingAnswersBehindTheRam() {
        memory.write(0x1f_ffff, 0x5a, 1);
        assertEquals(0x5a, memory.read(0x1f_ffff, 1));
        assertEquals(0xff, memory.read(0x20_0000, 1));
    }

    @Test
    void ramAboveTheHoleContinuesAtFourGib() {
        PcMemoryMap.Layout large = new PcMemoryMap.Layout(0x1_0000_0000L, 0, 0);
        assertEquals(0xc000_0000L, large.ramBelowHole());
        assertEquals(0x4000_0000L, large.ramAboveFourGib());
    }
}
