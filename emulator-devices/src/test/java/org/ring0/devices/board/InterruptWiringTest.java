package org.ring0.devices.board;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.ring0.core.cpu.Cpu;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.io.IoBus;
import org.ring0.core.machine.Budget;
import org.ring0.core.memory.AddressSpace;

/** Which interrupt reaches the CPU by which controllers, with a CPU that does nothing but let time pass. */
class InterruptWiringTest {
    private static final long IO_APIC = 0xfec0_0000L;
    private static final long HPET = 0xfed0_0000L;
    private static final long LOCAL_APIC = 0xfee0_0000L;
    private static final int MASKED = 1 << 16;

    private PcBoard board;
    private Cpu cpu;
    private IoBus ports;
    private AddressSpace memory;

    @BeforeEach
    void build() throws Exception {
        PcConfig.Processor idle = new PcConfig.Processor(
                c -> () -> {
                    CpuState state = c.state();
                    state.cycle = state.cycleLimit;
                },
                c -> {});
        board = new PcBoard(
                PcConfig.of(idle).withMemory(4 * PcConfig.MIB).withFirmware(new byte[0x2_0000], new byte[0x8000]));
        cpu = board.machine().cpus().getFirst();
        ports = board.machine().ports();
        memory = board.machine().memory();
        for (int value : new int[] {0x11, 0x20, 0x04, 0x01, 0xfe}) {
            ports.write(value == 0x11 ? 0x20 : 0x21, value, 1);
        }
    }

    @AfterEach
    void close() {
        board.close();
    }

    private void milliseconds(int count) {
        board.machine().run(Budget.ofInstructions(count * 1_000_000L));
    }

    /** Counter 0 of the 8254, mode 2, 1193 Hz. */
    private void startTimer() {
        ports.write(0x43, 0x34, 1);
        ports.write(0x40, 1000 & 0xff, 1);
        ports.write(0x40, 1000 >> 8, 1);
    }

    private void redirect(int input, int entry) {
        memory.write(IO_APIC, 0x10 + 2 * input, 4);
        memory.write(IO_APIC + 0x10, entry, 4);
    }

    private boolean requested(int vector) {
        return (memory.read(LOCAL_APIC + 0x200 + (vector >> 5) * 16, 4) >> (vector & 31) & 1) != 0;
    }

    private void maskVirtualWire() {
        memory.write(LOCAL_APIC + 0x350, MASKED | 0x700, 4);
    }

    @Test
    void timerReachesTheCpuThroughTheOldControllerAndTheVirtualWire() {
        startTimer();
        milliseconds(2);
        assertTrue(cpu.state().intrPin);
        assertEquals(0x20, cpu.acknowledgeInterrupt());
        assertFalse(cpu.state().intrPin);
    }

    @Test
    void maskedVirtualWireKeepsTheOldControllersInterruptsAway() {
        maskVirtualWire();
        startTimer();
        milliseconds(2);
        assertFalse(cpu.state().intrPin);
    }

    @Test
    void timerIsAtTheSecondInputOfTheIoApic() {
        maskVirtualWire();
        redirect(2, 0x40);
        startTimer();
        milliseconds(2);
        assertTrue(requested(0x40));
        assertEquals(0x40, cpu.acknowledgeInterrupt());
    }

    @Test
    void oldControllerIsAtTheFirstInputAsExtInt() {
        maskVirtualWire();
        redirect(0, 0x700);
        startTimer();
        milliseconds(2);
        assertEquals(0x20, cpu.acknowledgeInterrupt());
    }

    @Test
    void eventTimersTakeTheTimersPlaceInLegacyMode() {
        startTimer();
        memory.write(HPET + 0x100, 1 << 2 | 1 << 8, 4);
        memory.write(HPET + 0x108, 14_318 * 5, 4);
        memory.write(HPET + 0x10, 3, 4);
        milliseconds(3);
        assertFalse(cpu.state().intrPin);
        milliseconds(4);
        assertEquals(0x20, cpu.acknowledgeInterrupt());
        memory.write(HPET + 0x10, 0, 4);
        ports.write(0x20, 0x20, 1);
        milliseconds(3);
        assertTrue(cpu.state().intrPin);
    }

    @Test
    void eventTimerReachesAnInputOfItsOwn() {
        redirect(21, 0x55);
        memory.write(HPET + 0x120, 1 << 2 | 1 << 8 | 21 << 9, 4);
        memory.write(HPET + 0x128, 14_318, 4);
        memory.write(HPET + 0x10, 1, 4);
        milliseconds(2);
        assertTrue(requested(0x55));
    }

    @Test
    void registerPageFollowsTheBaseRegister() {
        assertTrue(cpu.localApic().write(0x1b, 0xfe00_0900L));
        assertEquals(0x0005_0014, memory.read(0xfe00_0030L, 4));
        assertEquals(0xffff_ffffL, memory.read(LOCAL_APIC + 0x30, 4));
        assertTrue(cpu.localApic().write(0x1b, 0xfe00_0100L));
        assertEquals(0xffff_ffffL, memory.read(0xfe00_0030L, 4));
        board.machine().reset();
        assertEquals(0x0005_0014, memory.read(LOCAL_APIC + 0x30, 4));
    }

    @Test
    void disabledApicLeavesTheOldControllerItsPin() {
        assertTrue(cpu.localApic().write(0x1b, 0xfee0_0100L));
        startTimer();
        milliseconds(2);
        assertEquals(0x20, cpu.acknowledgeInterrupt());
    }

    @Test
    void resetLeavesVirtualWireMode() {
        maskVirtualWire();
        board.machine().reset();
        assertEquals(0x700, memory.read(LOCAL_APIC + 0x350, 4));
        assertEquals(0x400, memory.read(LOCAL_APIC + 0x360, 4));
        assertEquals(0x1ff, memory.read(LOCAL_APIC + 0xf0, 4));
    }
}
