package org.ring0.devices.storage.ide;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.ring0.core.device.BlockBackend;
import org.ring0.core.device.BusMemory;
import org.ring0.core.device.HostControl;
import org.ring0.core.io.IoDevice;
import org.ring0.core.time.Scheduler;
import org.ring0.core.time.VirtualClock;

/** A channel with its drives on a bench: virtual time, a bus master, a megabyte of memory, and what a driver does. */
final class IdeBench implements HostControl, BusMemory {
    static final int DRIVE_0 = 0xE0;
    static final int DRIVE_1 = 0xF0;

    final VirtualClock clock = new VirtualClock(1_000_000_000);
    final Scheduler scheduler = new Scheduler(clock);
    final byte[] memory = new byte[1 << 20];
    final BusMasterIde busMaster = new BusMasterIde(this);
    final List<String> hostErrors = new ArrayList<>();
    AtaDisk disk;
    AtapiCdrom cdrom;
    IdeChannel channel;
    IoDevice command;
    IoDevice control;
    boolean irq;
    int interrupts;

    /** A disk as drive 0 and a CD-ROM drive as drive 1; null leaves one out. */
    IdeBench(BlockBackend diskImage, BlockBackend cdImage) {
        if (diskImage != null) {
            disk = new AtaDisk(scheduler, diskImage, "R0-0001", this);
        }
        if (cdImage != null) {
            cdrom = new AtapiCdrom(scheduler, cdImage, "R0-0002", this);
        }
        channel = new IdeChannel(busMaster.interruptTap(0, this::drive), busMaster.channel(0), disk, cdrom);
        busMaster.onStart(0, channel::dmaStarted);
        command = channel.commandBlock();
        control = channel.controlBlock();
    }

    private void drive(boolean high) {
        interrupts += high && !irq ? 1 : 0;
        irq = high;
    }

    /** Lets everything happen that is due within {@code nanos}. */
    void pass(long nanos) {
        long end = clock.now() + nanos;
        while (scheduler.nextDeadline() <= end) {
            clock.advanceTo(Math.max(clock.now(), scheduler.nextDeadline()));
            scheduler.fireDue();
        }
        clock.advanceTo(end);
    }

    int status() {
        return control.read(0);
    }

    /** Waits until the selected drive is no longer busy; returns its status and takes INTRQ back. */
    int await() {
        while ((status() & AtaBits.STATUS_BSY) != 0 && scheduler.nextDeadline() != Scheduler.NEVER) {
            pass(scheduler.nextDeadline() - clock.now());
        }
        return command.read(7);
    }

    void select(int drive) {
        command.write(6, drive);
    }

    void registers(int features, int count, int low, int mid, int high) {
        command.write(1, features);
        command.write(2, count);
        command.write(3, low);
        command.write(4, mid);
        command.write(5, high);
    }

    /** Writes a 28-bit command and waits. */
    int run28(int opcode, int count, int lba) {
        command.write(6, DRIVE_0 | lba >> 24 & 15);
        registers(0, count, lba & 0xff, lba >> 8 & 0xff, lba >> 16 & 0xff);
        command.write(7, opcode);
        return await();
    }

    /** Writes a 48-bit command and waits. */
    int run48(int opcode, int count, long lba) {
        command.write(6, DRIVE_0);
        registers(0, count >> 8, (int) (lba >> 24) & 0xff, (int) (lba >> 32) & 0xff, (int) (lba >> 40) & 0xff);
        registers(0, count & 0xff, (int) lba & 0xff, (int) (lba >> 8) & 0xff, (int) (lba >> 16) & 0xff);
        command.write(7, opcode);
        return await();
    }

    /** Reads {@code length} bytes as words. */
    byte[] take(int length) {
        byte[] data = new byte[length];
        for (int i = 0; i < length; i += 2) {
            int word = command.read(0, 2);
            data[i] = (byte) word;
            if (i + 1 < length) {
                data[i + 1] = (byte) (word >> 8);
            }
        }
        return data;
    }

    /** Writes bytes as words. */
    void give(byte[] data) {
        for (int i = 0; i < data.length; i += 2) {
            command.write(0, data[i] & 0xff | (i + 1 < data.length ? data[i + 1] & 0xff : 0) << 8, 2);
        }
    }

    /** Sends a packet to drive 1 and waits for its first block or its end. */
    int packet(int features, int byteLimit, int... bytes) {
        select(DRIVE_1);
        registers(features, 0, 0, byteLimit & 0xff, byteLimit >> 8);
        command.write(7, 0xA0);
        await();
        byte[] packet = new byte[12];
        for (int i = 0; i < bytes.length; i++) {
            packet[i] = (byte) bytes[i];
        }
        give(packet);
        return await();
    }

    int byteCount() {
        return command.read(4) | command.read(5) << 8;
    }

    /** Sends a packet and reads all the data it has. */
    byte[] packetData(int byteLimit, int... bytes) {
        java.io.ByteArrayOutputStream all = new java.io.ByteArrayOutputStream();
        int status = packet(0, byteLimit, bytes);
        while ((status & AtaBits.STATUS_DRQ) != 0) {
            all.writeBytes(take(byteCount()));
            status = await();
        }
        return (status & AtaBits.STATUS_ERR) != 0 ? null : all.toByteArray();
    }

    /** Takes the unit attention condition of power-on away. */
    void attend() {
        packet(0, 0xfffe, 0);
        packetData(0xfffe, 3, 0, 0, 0, 18);
    }

    /** A descriptor table of these regions: address, length, address, length… */
    void table(int at, int... regions) {
        for (int i = 0; i < regions.length; i += 2) {
            dword(at + 4 * i, regions[i]);
            dword(at + 4 * i + 4, regions[i + 1] & 0xffff | (i + 2 == regions.length ? 1 << 31 : 0));
        }
        busMaster.write(4, at, 4);
    }

    void dword(int at, int value) {
        for (int i = 0; i < 4; i++) {
            memory[at + i] = (byte) (value >> 8 * i);
        }
    }

    @Override
    public void readMemory(long physical, byte[] buffer, int offset, int length) {
        for (int i = 0; i < length; i++) {
            long at = physical + i;
            buffer[offset + i] = at < memory.length ? memory[(int) at] : (byte) 0xff;
        }
    }

    @Override
    public void writeMemory(long physical, byte[] buffer, int offset, int length) {
        for (int i = 0; i < length; i++) {
            if (physical + i < memory.length) {
                memory[(int) (physical + i)] = buffer[offset + i];
            }
        }
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

    /** Sectors whose bytes tell where they are. */
    static byte[] pattern(int sectors) {
        byte[] data = new byte[sectors * 512];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i / 512 * 7 + i * 31 + (i >> 8));
        }
        return data;
    }

    static int word(byte[] data, int index) {
        return data[2 * index] & 0xff | (data[2 * index + 1] & 0xff) << 8;
    }

    static String text(byte[] data, int from, int length) {
        return new String(data, from, length, StandardCharsets.US_ASCII);
    }
}
