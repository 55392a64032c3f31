package org.ring0.devices.storage.ide;

import static org.ring0.devices.storage.ide.AtaBits.*;

import org.ring0.core.device.Device;
import org.ring0.core.device.DmaChannel;
import org.ring0.core.io.IoDevice;
import org.ring0.core.irq.IrqLine;

/**
 * One ATA channel with up to two drives (ATA/ATAPI-6, clauses 7 and 9): the host's registers, the choice of the drive, reset
 * and INTRQ. Both drives see every register write; the one that DEV selects answers.
 *
 * <p>Limits: where no drive is selected, every register reads zero, as with the pull-down resistors that later boards have;
 * a drive 0 does not answer for an absent drive 1, so that no driver sees a ghost. An 8-bit access of the data register moves
 * a word, whose upper half is lost.
 */
public final class IdeChannel implements Device<IdeChannel.State> {
    private static final int DATA = 0;
    private static final int STATUS_COMMAND = 7;

    /** The Device Control register, and the DEV bit that both drives go by. */
    public record State(int deviceControl, boolean secondSelected) {
        public static final State POWER_ON = new State(0, false);
    }

    private final IrqLine intrq;
    private final IdeDrive<?>[] drives;
    private final IoDevice commandBlock = new CommandBlock();
    private final IoDevice controlBlock = new ControlBlock();
    private int deviceControl;
    private int selected;

    /**
     * @param intrq the interrupt wire (IRQ 14 or 15), by way of the bus master if there is one
     * @param dma the bus master's channel
     * @param drive0 the master, or null
     * @param drive1 the slave, or null
     */
    public IdeChannel(IrqLine intrq, DmaChannel dma, IdeDrive<?> drive0, IdeDrive<?> drive1) {
        this.intrq = intrq;
        this.drives = new IdeDrive<?>[] {drive0, drive1};
        IdeDrive.Cable cable = new IdeDrive.Cable() {
            @Override
            public void interruptChanged() {
                settle();
            }

            @Override
            public DmaChannel dma() {
                return dma;
            }
        };
        for (IdeDrive<?> drive : drives) {
            if (drive != null) {
                drive.connect(cable);
            }
        }
    }

    /** The eight ports of the command block (1F0h or 170h). */
    public IoDevice commandBlock() {
        return commandBlock;
    }

    /** The one port of Alternate Status and Device Control (3F6h or 376h). */
    public IoDevice controlBlock() {
        return controlBlock;
    }

    /** The bus master was started: a drive that waits for it goes on. */
    public void dmaStarted() {
        for (IdeDrive<?> drive : drives) {
            if (drive != null) {
                drive.pumpDma();
            }
        }
    }

    @Override
    public State save() {
        return new State(deviceControl, selected == 1);
    }

    @Override
    public void restore(State state) {
        deviceControl = state.deviceControl();
        selected = state.secondSelected() ? 1 : 0;
    }

    @Override
    public State powerOn() {
        return State.POWER_ON;
    }

    @Override
    public void settle() {
        IdeDrive<?> drive = drives[selected];
        intrq.set(drive != null && drive.isInterrupting() && (deviceControl & CONTROL_NIEN) == 0);
    }

    private int readRegister(int register) {
        IdeDrive<?> drive = drives[selected];
        if (drive == null) {
            return 0;
        }
        if (register == STATUS_COMMAND) {
            int status = drive.status();
            drive.acknowledge();
            return status;
        }
        return drive.readRegister(register, (deviceControl & CONTROL_HOB) != 0);
    }

    private void writeRegister(int register, int value) {
        deviceControl &= ~CONTROL_HOB;
        if (register == STATUS_COMMAND) {
            writeCommand(value);
            return;
        }
        for (IdeDrive<?> drive : drives) {
            if (drive != null) {
                drive.writeRegister(register, value);
            }
        }
        if (register == TaskFile.DEVICE) {
            selected = (value & DEVICE_DEV) != 0 ? 1 : 0;
            settle();
        }
    }

    private void writeCommand(int opcode) {
        if ((deviceControl & CONTROL_SRST) != 0) {
            return;
        }
        if (opcode != IdeDrive.EXECUTE_DEVICE_DIAGNOSTIC) {
            if (drives[selected] != null) {
                drives[selected].writeCommand(opcode);
            }
            return;
        }
        for (int i = 0; i < drives.length; i++) {
            if (drives[i] != null) {
                drives[i].diagnose(i == 0);
            }
        }
        selected = 0;
        settle();
    }

    private void writeControl(int value) {
        boolean wasReset = (deviceControl & CONTROL_SRST) != 0;
        boolean reset = (value & CONTROL_SRST) != 0;
        deviceControl = value & (CONTROL_HOB | CONTROL_SRST | CONTROL_NIEN);
        if (reset && !wasReset) {
            selected = 0;
        }
        for (IdeDrive<?> drive : drives) {
            if (drive != null && reset && !wasReset) {
                drive.beginReset();
            } else if (drive != null && wasReset && !reset) {
                drive.finishReset();
            }
        }
        settle();
    }

    private final class CommandBlock implements IoDevice {
        @Override
        public int read(int offset) {
            return offset == DATA ? read(DATA, 2) & 0xff : readRegister(offset);
        }

        @Override
        public void write(int offset, int value) {
            if (offset == DATA) {
                write(DATA, value, 2);
            } else {
                writeRegister(offset, value);
            }
        }

        @Override
        public int read(int offset, int size) {
            if (offset != DATA || size == 1) {
                return size == 1 ? read(offset) : IoDevice.super.read(offset, size);
            }
            IdeDrive<?> drive = drives[selected];
            if (drive == null) {
                return 0;
            }
            int low = drive.readData();
            return size == 2 ? low : low | drive.readData() << 16;
        }

        @Override
        public void write(int offset, int value, int size) {
            IdeDrive<?> drive = drives[selected];
            if (offset != DATA || size == 1) {
                if (size == 1) {
                    write(offset, value);
                } else {
                    IoDevice.super.write(offset, value, size);
                }
            } else if (drive != null) {
                drive.writeData(value & 0xffff);
                if (size == 4) {
                    drive.writeData(value >>> 16);
                }
            }
        }
    }

    private final class ControlBlock implements IoDevice {
        @Override
        public int read(int offset) {
            IdeDrive<?> drive = drives[selected];
            return drive == null ? 0 : drive.status();
        }

        @Override
        public void write(int offset, int value) {
            writeControl(value);
        }
    }
}
