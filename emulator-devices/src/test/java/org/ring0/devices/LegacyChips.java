package org.ring0.devices;

import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import org.ring0.core.device.BusMemory;
import org.ring0.core.device.Device;
import org.ring0.core.io.IoBus;
import org.ring0.core.io.PortRange;
import org.ring0.core.time.ClockDomain;
import org.ring0.devices.debug.DebugConsole;
import org.ring0.devices.debug.DebugExit;
import org.ring0.devices.dma.DmaPageRegisters;
import org.ring0.devices.dma.I8237Dma;
import org.ring0.devices.input.I8042;
import org.ring0.devices.input.Ps2Keyboard;
import org.ring0.devices.input.Ps2Mouse;
import org.ring0.devices.interrupt.CascadeBus;
import org.ring0.devices.interrupt.I8259Pic;
import org.ring0.devices.platform.SystemControlPortA;
import org.ring0.devices.serial.Uart16550;
import org.ring0.devices.timer.I8254Pit;
import org.ring0.devices.timer.Mc146818Rtc;
import org.ring0.devices.timer.SystemControlPortB;

/** The chips of an AT on a port bus, wired as a board wires them, for tests of their company. */
final class LegacyChips {
    final VirtualTime time = new VirtualTime();
    final IoBus ports = new IoBus();
    final Probe intr = new Probe();
    final Probe a20 = new Probe();
    final RecordedHost host = new RecordedHost();
    final byte[] memory = new byte[1 << 16];
    final List<Device<?>> devices = new ArrayList<>();
    final List<Uart16550> uarts = new ArrayList<>();
    final I8259Pic master;
    final Ps2Keyboard keyboard;
    final Ps2Mouse mouse;
    final I8237Dma dma;
    long sent;

    LegacyChips() {
        CascadeBus cascade = new CascadeBus();
        master = map(0x20, 2, new I8259Pic(intr, I8259Pic.Role.MASTER, cascade));
        I8259Pic slave = map(0xa0, 2, new I8259Pic(master.input(2), I8259Pic.Role.SLAVE, cascade));
        ports.map(PortRange.of(0x4d0, 1), master.elcr());
        ports.map(PortRange.of(0x4d1, 1), slave.elcr());
        ClockDomain timerClock = time.domain(I8254Pit.FREQUENCY);
        I8254Pit pit = map(0x40, 4, new I8254Pit(timerClock, time.scheduler, master.input(0)));
        map(0x61, 1, new SystemControlPortB(pit.gate2(), pit::out2, timerClock));
        map(
                0x70,
                4,
                new Mc146818Rtc(
                        time.domain(Mc146818Rtc.FREQUENCY),
                        time.scheduler,
                        slave.input(0),
                        new Probe(),
                        LocalDateTime.of(2024, 2, 29, 12, 0)));
        ClockDomain microseconds = time.domain(1_000_000);
        keyboard = new Ps2Keyboard(microseconds, time.scheduler);
        mouse = new Ps2Mouse(microseconds, time.scheduler);
        devices.add(keyboard);
        devices.add(mouse);
        I8042.Wires wires = new I8042.Wires(master.input(1), slave.input(4), a20, host);
        I8042 controller = new I8042(microseconds, time.scheduler, wires, keyboard, mouse);
        devices.add(controller);
        ports.map(PortRange.of(0x60, 1), controller.data());
        ports.map(PortRange.of(0x64, 1), controller.command());
        int[] serial = {0x3f8, 0x2f8, 0x3e8, 0x2e8};
        int[] irqs = {4, 3, 5, 7};
        for (int i = 0; i < serial.length; i++) {
            uarts.add(map(
                    serial[i],
                    8,
                    new Uart16550(
                            time.domain(Uart16550.FREQUENCY),
                            time.scheduler,
                            master.input(irqs[i]),
                            value -> sent++,
                            Uart16550.Pace.LINE_RATE)));
        }
        DmaPageRegisters pages = map(0x80, 16, new DmaPageRegisters(value -> sent++));
        dma = map(0x00, 16, new I8237Dma(I8237Dma.Width.BYTE, bus(), pages::page));
        map(0xc0, 32, new I8237Dma(I8237Dma.Width.WORD, bus(), channel -> pages.page(channel + 4)));
        map(0x92, 1, new SystemControlPortA(a20, host));
        ports.map(PortRange.of(0xe9, 1), new DebugConsole(value -> sent++));
        ports.map(PortRange.of(0xf4, 4), new DebugExit(host));
    }

    private <D extends Device<?> & org.ring0.core.io.IoDevice> D map(int port, int count, D device) {
        ports.map(PortRange.of(port, count), device);
        devices.add(device);
        return device;
    }

    /** 64 KiB that repeat through the address space. */
    private BusMemory bus() {
        return new BusMemory() {
            @Override
            public void readMemory(long physical, byte[] buffer, int offset, int length) {
                for (int i = 0; i < length; i++) {
                    buffer[offset + i] = memory[(int) (physical + i) & 0xffff];
                }
            }

            @Override
            public void writeMemory(long physical, byte[] buffer, int offset, int length) {
                for (int i = 0; i < length; i++) {
                    memory[(int) (physical + i) & 0xffff] = buffer[offset + i];
                }
            }
        };
    }

    /** Takes over time and states of {@code other}. */
    void copyFrom(LegacyChips other) {
        time.clock.restore(other.time.clock.now());
        System.arraycopy(other.memory, 0, memory, 0, memory.length);
        for (int i = 0; i < devices.size(); i++) {
            restore(devices.get(i), other.devices.get(i).save());
        }
        devices.forEach(Device::settle);
    }

    @SuppressWarnings("unchecked")
    private static <S extends Record> void restore(Device<?> device, S state) {
        ((Device<S>) device).restore(state);
    }
}
