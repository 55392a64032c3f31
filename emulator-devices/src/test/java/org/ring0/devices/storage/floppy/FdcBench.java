package org.ring0.devices.storage.floppy;

import java.util.ArrayList;
import java.util.List;
import org.ring0.core.device.BlockBackend;
import org.ring0.core.device.DmaChannel;
import org.ring0.core.device.HostControl;
import org.ring0.core.time.Scheduler;
import org.ring0.core.time.VirtualClock;

/** A controller with its drives on a bench: virtual time, a DMA channel, and what a driver does. */
final class FdcBench implements HostControl, DmaChannel {
    static final int DOR_ON = 0x1C;

    final VirtualClock clock = new VirtualClock(1_000_000_000);
    final Scheduler scheduler = new Scheduler(clock);
    final List<String> hostErrors = new ArrayList<>();
    final FloppyDrive driveA;
    final FloppyDrive driveB;
    final I82077Fdc fdc;
    boolean irq;
    int interrupts;
    byte[] memory = new byte[0];
    int dmaAt;

    FdcBench(BlockBackend a, BlockBackend b) {
        driveA = new FloppyDrive(a, this);
        driveB = new FloppyDrive(b, this);
        fdc = new I82077Fdc(
                scheduler,
                level -> {
                    interrupts += level && !irq ? 1 : 0;
                    irq = level;
                },
                this,
                driveA,
                driveB);
    }

    /** What a BIOS does first: reset, four SENSE INTERRUPTs, SPECIFY, 500 kbit/s, RECALIBRATE. */
    FdcBench started(int rate) {
        fdc.write(2, 0);
        fdc.write(2, DOR_ON);
        pass(1_000_000);
        for (int i = 0; i < 4; i++) {
            command(8);
            results(2);
        }
        command(3, 0xDF, 2);
        fdc.write(7, rate);
        command(7, 0);
        pass(100_000_000);
        command(8);
        results(2);
        return this;
    }

    void pass(long nanos) {
        long end = clock.now() + nanos;
        while (scheduler.nextDeadline() <= end) {
            clock.advanceTo(Math.max(clock.now(), scheduler.nextDeadline()));
            scheduler.fireDue();
        }
        clock.advanceTo(end);
    }

    int status() {
        return fdc.read(4);
    }

    void command(int... bytes) {
        for (int value : bytes) {
            if ((status() & 0xC0) != 0x80) {
                throw new AssertionError("controller does not take a command: MSR " + status());
            }
            fdc.write(5, value);
        }
    }

    int[] results(int count) {
        int[] bytes = new int[count];
        for (int i = 0; i < count; i++) {
            if ((status() & 0xC0) != 0xC0) {
                throw new AssertionError("no result: MSR " + status());
            }
            bytes[i] = fdc.read(5);
        }
        return bytes;
    }

    /** Gives the DMA channel {@code length} bytes of memory to fill or to send, ending with TC. */
    void program(byte[] bytes) {
        memory = bytes;
        dmaAt = 0;
    }

    /** A command with a seven-byte result, with time for everything. */
    int[] run(int... bytes) {
        command(bytes);
        pass(2_000_000_000L);
        return results(7);
    }

    int[] seek(int drive, int cylinder) {
        command(0x0F, drive, cylinder);
        pass(100_000_000);
        command(8);
        return results(2);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
        int count = Math.min(length, memory.length - dmaAt);
        System.arraycopy(memory, dmaAt, buffer, offset, count);
        dmaAt += count;
        return count;
    }

    @Override
    public int write(byte[] buffer, int offset, int length) {
        int count = Math.min(length, memory.length - dmaAt);
        System.arraycopy(buffer, offset, memory, dmaAt, count);
        dmaAt += count;
        return count;
    }

    @Override
    public boolean terminalCount() {
        return dmaAt == memory.length;
    }

    @Override
    public void powerOff() {
        throw new AssertionError();
    }

    @Override
    public void reset() {
        throw new AssertionError();
    }

    @Override
    public void debugExit(int value) {
        throw new AssertionError();
    }

    @Override
    public void hostError(String sentence) {
        hostErrors.add(sentence);
    }
}
