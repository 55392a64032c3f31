package org.ring0.core.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.ring0.core.cpu.Engine;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.UnimplementedException;
import org.ring0.core.memory.Region;

/** Ends of a run that no guest of ours can bring about: the engine is a test's own. */
class EndOfRunTest {
    private static final long RAM = 0x10_0000;
    private static final UnimplementedException LACK = new UnimplementedException("instruction FROB");

    private static Machine machine(Engine engine) {
        Machine machine = new Machine(new Machine.Core(1_000_000_000, RAM, cpu -> engine, CpuReset::reset));
        machine.memory().map(Region.ram(0, RAM, 0));
        machine.reset();
        CpuState state = machine.cpus().getFirst().state();
        state.segment[1].load(0x1000, 0x1_0000, 0xffff, 0x9b);
        state.rip = 0x20;
        machine.memory().write(0x1_0020, 0x9090_90f4, 4);
        return machine;
    }

    private static StopReason.Unimplemented lack(StopReason reason) {
        return assertInstanceOf(StopReason.Unimplemented.class, reason);
    }

    @Test
    void missingInstructionIsNamedWithItsBytesAndPlace() {
        try (Machine machine = machine(() -> {
            throw LACK;
        })) {
            StopReason.Unimplemented reason = lack(machine.run(Budget.UNLIMITED));
            assertEquals("not implemented: instruction FROB at 1000:00000020", reason.sentence());
            assertTrue(reason.details().contains("instruction  1000:00000020  hlt\n"), reason::details);
            assertTrue(reason.details().contains("bytes        F4 90 90 90 00 "), reason::details);
            assertTrue(reason.details().contains("EAX="), reason::details);
            assertTrue(reason.details().contains("Please report this"), reason::details);
        }
    }

    @Test
    void codeThatCannotBeReadIsNoObstacle() {
        try (Machine machine = machine(() -> {
            throw LACK;
        })) {
            machine.cpus().getFirst().state().segment[1].base = 0xfff0_0000L;
            assertTrue(lack(machine.run(Budget.UNLIMITED)).details().contains("cannot be read"));
        }
    }

    @Test
    void featureThatADevicesTimerLacksEndsTheRunToo() {
        CpuState[] state = new CpuState[1];
        try (Machine machine = machine(() -> state[0].cycle = state[0].cycleLimit)) {
            state[0] = machine.cpus().getFirst().state();
            machine.scheduler()
                    .timer(() -> {
                        throw LACK;
                    })
                    .arm(50);
            lack(machine.run(Budget.UNLIMITED));
            assertEquals(50, machine.clock().now());
        }
    }

    @Test
    void hostErrorOfADeviceEndsTheRun() {
        CpuState[] state = new CpuState[1];
        try (Machine machine = machine(() -> state[0].cycle = state[0].cycleLimit)) {
            state[0] = machine.cpus().getFirst().state();
            machine.scheduler()
                    .timer(() -> machine.control().hostError("disk image: no more room"))
                    .arm(70);
            assertEquals(new StopReason.HostError("disk image: no more room"), machine.run(Budget.UNLIMITED));
            assertEquals(70, machine.clock().now());
        }
    }
}
