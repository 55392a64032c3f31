package org.ring0.devices.board;

import java.util.ArrayList;
import java.util.List;
import org.ring0.core.device.BlockBackend;
import org.ring0.core.device.DmaChannel;
import org.ring0.core.irq.IrqLine;
import org.ring0.core.machine.Machine;
import org.ring0.devices.storage.floppy.FloppyDrive;
import org.ring0.devices.storage.floppy.I82077Fdc;

/** The floppy controller of a PC and its drives. */
final class FloppyWiring {
    private final List<FloppyDrive> drives = new ArrayList<>();

    /**
     * @param irq the controller's interrupt
     * @param dma its DMA channel
     */
    FloppyWiring(Machine machine, IrqLine irq, DmaChannel dma, List<BlockBackend> media) {
        for (BlockBackend medium : media) {
            if (medium != null) {
                machine.closeWithMachine(medium);
            }
            drives.add(new FloppyDrive(medium, machine.control()));
        }
        I82077Fdc controller = machine.add("fdc", new I82077Fdc(machine.scheduler(), irq, dma, drive(0), drive(1)));
        machine.ports().map(PcIoMap.FLOPPY, controller);
        machine.ports().map(PcIoMap.FLOPPY_DIGITAL_INPUT, controller.digitalInput());
    }

    private FloppyDrive drive(int index) {
        return index < drives.size() ? drives.get(index) : null;
    }

    List<FloppyDrive> drives() {
        return List.copyOf(drives);
    }
}
