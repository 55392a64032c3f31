package org.ring0.devices.board;

import org.ring0.core.machine.Machine;
import org.ring0.core.time.ClockDomain;
import org.ring0.devices.acpi.Piix4PowerManagement;
import org.ring0.devices.pci.BochsVgaFunction;
import org.ring0.devices.pci.I440fxHostBridge;
import org.ring0.devices.pci.PciBus;
import org.ring0.devices.pci.PciConfigurationPorts;
import org.ring0.devices.pci.Piix3IdeFunction;
import org.ring0.devices.pci.Piix3IsaBridge;
import org.ring0.devices.storage.ide.BusMasterIde;

/**
 * The PCI bus of a PC and what is always on it: the i440FX's host bridge in slot 0, the PIIX3's ISA bridge and IDE and the
 * PIIX4's power management in slot 1, the display adapter in slot 2.
 */
final class PciWiring {
    private static final int BUS_MASTER_PORTS = 16;

    private final Machine machine;
    private final PciBus bus = new PciBus();
    private final Piix3IsaBridge isaBridge;
    private Piix4PowerManagement powerManagement;

    /** @param display the display adapter's function */
    PciWiring(
            Machine machine,
            PcIrqMap irq,
            WindowMap windows,
            I440fxHostBridge.MemoryAttributes memory,
            PcDrives drives,
            BochsVgaFunction display) {
        this.machine = machine;
        isaBridge = new Piix3IsaBridge(irq.drivers(), machine.control());
        PciConfigurationPorts configuration = new PciConfigurationPorts(bus, isaBridge.resetControl());
        I440fxHostBridge host = new I440fxHostBridge(memory);
        machine.ports().map(PcIoMap.PCI_CONFIGURATION, machine.add("pci", configuration));
        bus.plug(0, 0, machine.add("host-bridge", host));
        bus.plug(1, 0, machine.add("isa-bridge", isaBridge));
        BusMasterIde busMaster = new IdeWiring(machine, irq, drives).busMaster();
        Piix3IdeFunction ide = new Piix3IdeFunction(windows.ports(BUS_MASTER_PORTS, () -> busMaster));
        bus.plug(1, 1, machine.add("ide-function", ide));
        powerManagementFunction(irq, windows);
        bus.plug(2, 0, machine.add("display-function", display));
    }

    private void powerManagementFunction(PcIrqMap irq, WindowMap windows) {
        Piix4PowerManagement.Windows places = new Piix4PowerManagement.Windows(
                windows.ports(Piix4PowerManagement.PM_PORTS, () -> powerManagement.powerManagementPorts()),
                windows.ports(Piix4PowerManagement.SMBUS_PORTS, () -> powerManagement.smBusPorts()));
        ClockDomain crystal = new ClockDomain(machine.clock(), Piix4PowerManagement.FREQUENCY);
        powerManagement = machine.add(
                "power-management",
                new Piix4PowerManagement(
                        machine.scheduler(), crystal, irq.driver(PcIrqMap.SCI), machine.control(), places));
        machine.ports().map(PcIoMap.APM, powerManagement.apmPorts());
        machine.ports().map(PcIoMap.GENERAL_PURPOSE_EVENTS, powerManagement.eventPorts());
        bus.plug(1, 3, powerManagement);
    }

    /** For more functions, in other slots. */
    PciBus bus() {
        return bus;
    }

    /** It routes the interrupts of all slots. */
    Piix3IsaBridge isaBridge() {
        return isaBridge;
    }

    Piix4PowerManagement powerManagement() {
        return powerManagement;
    }
}
