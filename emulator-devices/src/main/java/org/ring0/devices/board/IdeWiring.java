package org.ring0.devices.board;

import java.util.List;
import org.ring0.core.io.PortRange;
import org.ring0.core.irq.IrqLine;
import org.ring0.core.machine.Machine;
import org.ring0.devices.storage.ide.AtaDisk;
import org.ring0.devices.storage.ide.AtapiCdrom;
import org.ring0.devices.storage.ide.BusMasterIde;
import org.ring0.devices.storage.ide.IdeChannel;
import org.ring0.devices.storage.ide.IdeDrive;

/** The two IDE channels of a PC with their cables, drives and interrupts, and the bus master between them and memory. */
final class IdeWiring {
    private static final List<Cable> CABLES = List.of(
            new Cable("ide1", PcIoMap.IDE_PRIMARY, PcIoMap.IDE_PRIMARY_CONTROL, PcIrqMap.IDE_PRIMARY),
            new Cable("ide2", PcIoMap.IDE_SECONDARY, PcIoMap.IDE_SECONDARY_CONTROL, PcIrqMap.IDE_SECONDARY));
    private static final int DRIVES_PER_CABLE = 2;

    private final Machine machine;
    private final BusMasterIde busMaster;

    private record Cable(String name, PortRange command, PortRange control, int irq) {}

    IdeWiring(Machine machine, PcIrqMap irq, PcDrives drives) {
        this.machine = machine;
        busMaster = machine.add("bus-master", new BusMasterIde(machine.memory()));
        for (int i = 0; i < CABLES.size(); i++) {
            cable(i, CABLES.get(i), irq, drives);
        }
    }

    /** The 16 ports of the bus master. */
    BusMasterIde busMaster() {
        return busMaster;
    }

    private void cable(int index, Cable cable, PcIrqMap irq, PcDrives drives) {
        IdeDrive<?> master = drive(DRIVES_PER_CABLE * index, drives);
        IdeDrive<?> slave = drive(DRIVES_PER_CABLE * index + 1, drives);
        IrqLine intrq = busMaster.interruptTap(index, irq.driver(cable.irq));
        IdeChannel channel = machine.add(cable.name, new IdeChannel(intrq, busMaster.channel(index), master, slave));
        busMaster.onStart(index, channel::dmaStarted);
        machine.ports().map(cable.command, channel.commandBlock());
        machine.ports().map(cable.control, channel.controlBlock());
    }

    private IdeDrive<?> drive(int place, PcDrives drives) {
        String name = PcDrives.ideName(place);
        PcDrives.IdeDrive plugged = drives.ide().get(place);
        if (plugged == null) {
            return null;
        }
        if (plugged.medium() != null) {
            machine.closeWithMachine(plugged.medium());
        }
        String serial = "RING0-%05d".formatted(place + 1);
        return plugged.cdrom()
                ? machine.add(name, new AtapiCdrom(machine.scheduler(), plugged.medium(), serial, machine.control()))
                : machine.add(name, new AtaDisk(machine.scheduler(), plugged.medium(), serial, machine.control()));
    }
}
