package org.ring0.devices.board;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.ring0.core.memory.AddressSpace;
import org.ring0.core.memory.HostMemory;
import org.ring0.core.memory.MmioDevice;

class PcMemoryMapTest {
    private static final PcMemoryMap.Layout LAYOUT = new PcMemoryMap.Layout(0x20_0000, 0x4_0000, 0x1000);
    private final HostMemory host = new HostMemory(LAYOUT.size());
    private final AddressSpace memory = new AddressSpace(host.segment());
    private final PcMemoryMap map;
    private int vgaWrites;

    PcMemoryMapTest() {
        byte[] firmware = new byte[0x4_0000];
        for (int i = 0; i < firmware.length; i += 0x1_0000) {
            firmware[i] = (byte) (0x10 + (i >> 16));
        }
        firmware[firmware.length - 16] = (byte) 0xea;
        map = new PcMemoryMap(memory, host, LAYOUT, firmware, new byte[] {0x55, (byte) 0xaa});
        map.connectVga(new MmioDevice() {
            @Override
            public int read(int offset, int size) {
                return 0x77;
            }

            @Override
            public void write(int offset, int value, int size) {
                vgaWrites++;
            }
        });
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
        memory.write(0xa_0000, 1, 1);
        assertEquals(1, vgaWrites);
        map.setSmramOpen(true);
        memory.write(0xa_0000, 0x42, 1);
        assertEquals(0x42, memory.read(0xa_0000, 1));
        map.setSmramOpen(false);
        assertEquals(0x77, memory.read(0xa_0000, 1));
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
