package org.ring0.devices.pci;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ring0.core.io.IoBus;
import org.ring0.core.io.IoDevice;
import org.ring0.core.io.PortRange;

class PciConfigurationPortsTest {
    private final List<Integer> resets = new ArrayList<>();
    private final PciBus bus = new PciBus();
    private final PciConfigurationPorts chip = new PciConfigurationPorts(bus, new IoDevice() {
        @Override
        public int read(int offset) {
            return 0x06;
        }

        @Override
        public void write(int offset, int value) {
            resets.add(value);
        }
    });
    private final IoBus ports = new IoBus();

    PciConfigurationPortsTest() {
        ports.map(PortRange.of(0xcf8, 8), chip);
        bus.plug(1, 1, new Piix3IdeFunction(AddressWindow.UNCONNECTED));
    }

    private void address(int value) {
        ports.write(0xcf8, value, 4);
    }

    @Test
    void dataPortReachesTheAddressedFunction() {
        address(0x8000_0900);
        assertEquals(0x7010_8086, ports.read(0xcfc, 4));
        assertEquals(0x7010, ports.read(0xcfe, 2));
        assertEquals(0x70, ports.read(0xcff, 1));
    }

    @Test
    void absentFunctionsAndBusesReadAllOnes() {
        address(0x8000_1000);
        assertEquals(-1, ports.read(0xcfc, 4));
        address(0x8001_0900);
        assertEquals(0xffff, ports.read(0xcfc, 2));
    }

    @Test
    void nothingAnswersWhileTheEnableBitIsClear() {
        address(0x0000_0900);
        assertEquals(-1, ports.read(0xcfc, 4));
    }

    @Test
    void reservedAddressBitsReadZero() {
        address(-1);
        assertEquals(0x80ff_fffc, ports.read(0xcf8, 4));
    }

    @Test
    void narrowAccessesBypassTheAddressRegister() {
        address(0x8000_0900);
        ports.write(0xcf8, 0x55, 1);
        ports.write(0xcf9, 0x06, 1);
        assertEquals(0x8000_0900, ports.read(0xcf8, 4));
        assertEquals(List.of(0x06), resets);
        assertEquals(0x06, ports.read(0xcf9, 1));
        assertEquals(0xff, ports.read(0xcf8, 1));
    }

    @Test
    void accessesAcrossTheTwoRegistersAreSplit() {
        address(0x8000_0900);
        assertEquals(0x86ff, ports.read(0xcfb, 2));
    }

    @Test
    void restoredCopyGoesOnTheSameWay() {
        address(0x8000_0904);
        PciConfigurationPorts copy = new PciConfigurationPorts(bus, chip);
        copy.restore(chip.save());
        assertEquals(chip.save(), copy.save());
        assertEquals(chip.read(4, 4), copy.read(4, 4));
    }
}
