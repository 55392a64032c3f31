package org.ring0.core.oracle;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;

/**
 * Near jumps, calls and returns of 64-bit code on the host's CPU and on both engines. On the host a mark tells where
 * execution went on: behind the instruction, or at one of two places that wait for it.
 */
@EnabledIf("org.ring0.core.oracle.HostCpu#isAvailable")
class TransferOracleTest {
    private static final int CASES = Integer.getInteger("ring0.transfer.cases", 60);
    private static final HostCpu HOST = new HostCpu();

    // Of the host's data area: what is compared, with the stack in its middle, and the mark behind it.
    private static final int COMPARED = 0x100;
    private static final int STACK = 0x80;
    private static final int MARK = 0x200;
    /** Bytes of an instruction that sets the mark and of the jump behind it, long and short. */
    private static final int MARKING = 8;

    private static final int LONG_JUMP = 5;
    private static final int SHORT_JUMP = 2;
    private static final int BEHIND = 1;
    private static final int AHEAD = 2;
    private static final int BEFORE = 3;
    /** From the end of the instruction to the place ahead. */
    private static final int TO_AHEAD = MARKING + SHORT_JUMP;

    private final SplittableRandom random = new SplittableRandom(7);
    private final long[] registers = new long[16];
    private final byte[] memory = new byte[COMPARED];

    private enum Kind {
        JUMP_SHORT,
        JUMP,
        CALL,
        JUMP_REGISTER,
        CALL_REGISTER,
        JUMP_MEMORY,
        CALL_MEMORY,
        RETURN
    }

    static Stream<Kind> kinds() {
        return Stream.of(Kind.values());
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void transferLeadsWhereTheHostsDoes(Kind kind) {
        int address = (int) HOST.dataAddress();
        try (ExtensionGuest interpreted = ExtensionGuest.interpreted(address);
                ExtensionGuest translated = ExtensionGuest.translated(address)) {
            for (int n = 0; n < CASES; n++) {
                boolean ahead = random.nextBoolean();
                TransferForm form = form(kind, ahead);
                HOST.discardSnippets();
                HostCpu.Snippet snippet = HOST.compile(HostCpu.Mode.BITS_64, false, hostCode(form));
                long at = snippet.address() + SHORT_JUMP + MARKING + LONG_JUMP;
                long behind = at + form.code().length;
                long target = ahead ? behind + TO_AHEAD : snippet.address() + SHORT_JUMP;
                fill(form);
                place(form, target);
                runOnHost(snippet);
                assertEquals(ahead ? AHEAD : BEFORE, HOST.data().get(JAVA_LONG_UNALIGNED, MARK), form::toString);
                compare(form, interpreted, behind, target, "interpreter");
                compare(form, translated, behind, target, "translator");
            }
            assertEquals(CASES, translated.regions());
        }
    }

    private TransferForm form(Kind kind, boolean ahead) {
        return switch (kind) {
            case JUMP_SHORT -> relative(0xeb, ahead);
            case JUMP -> relative(0xe9, ahead);
            case CALL -> relative(0xe8, ahead);
            case JUMP_REGISTER, CALL_REGISTER -> TransferForm.throughRegister(random, kind == Kind.CALL_REGISTER);
            case JUMP_MEMORY, CALL_MEMORY -> TransferForm.throughMemory(random, kind == Kind.CALL_MEMORY);
            case RETURN -> TransferForm.back(random);
        };
    }

    /** The distance backwards depends on the instruction's length, so that it is made again when that is known. */
    private TransferForm relative(int opcode, boolean ahead) {
        long seed = random.nextLong();
        int length =
                TransferForm.relative(new SplittableRandom(seed), opcode, 0).code().length;
        int displacement = ahead ? TO_AHEAD : -(length + LONG_JUMP + MARKING);
        return TransferForm.relative(new SplittableRandom(seed), opcode, displacement);
    }

    /** The place before, the instruction, the place behind it and the place ahead. */
    private byte[] hostCode(TransferForm form) {
        Emitter code = new Emitter(HOST.dataAddress());
        int length = form.code().length;
        code.bytes(0xeb, MARKING + LONG_JUMP);
        mark(code, BEFORE);
        code.bytes(0xe9).int32(length + 2 * MARKING + SHORT_JUMP);
        code.bytes(form.code());
        mark(code, BEHIND);
        code.bytes(0xeb, MARKING);
        mark(code, AHEAD);
        return code.toByteArray();
    }

    /** MOV byte [MARK], which leaves flags and registers. */
    private static void mark(Emitter code, int value) {
        code.bytes(0xc6).absolute64(0, MARK).bytes(value);
    }

    private void fill(TransferForm form) {
        for (int r = 0; r < registers.length; r++) {
            registers[r] = random.nextLong();
        }
        random.nextBytes(memory);
        registers[CpuState.RSP] = HOST.dataAddress() + STACK;
        if (form.source() == TransferForm.Source.MEMORY) {
            registers[form.register()] = HOST.dataAddress() + STACK;
        }
    }

    /** Puts the target where the form looks for it. */
    private void place(TransferForm form, long target) {
        switch (form.source()) {
            case RELATIVE -> {}
            case REGISTER -> registers[form.register()] = target;
            case MEMORY, STACK ->
                MemorySegment.ofArray(memory).set(JAVA_LONG_UNALIGNED, STACK + form.displacement(), target);
        }
    }

    private void runOnHost(HostCpu.Snippet snippet) {
        for (int r = 0; r < registers.length; r++) {
            HOST.setRegister(r, registers[r]);
        }
        HOST.setFlags(Eflags.STATUS | Eflags.FIXED);
        HOST.data().asSlice(0, COMPARED).copyFrom(MemorySegment.ofArray(memory));
        HOST.data().set(JAVA_LONG_UNALIGNED, MARK, 0);
        snippet.run();
    }

    /** The guest has its code elsewhere: addresses of code differ by as much. */
    private void compare(TransferForm form, ExtensionGuest guest, long behind, long target, String engine) {
        guest.prepare(form.code());
        long moved = guest.start() + form.code().length - behind;
        place(form, target + moved);
        guest.data().copyFrom(MemorySegment.ofArray(memory));
        guest.transfer(registers, Eflags.STATUS);
        CpuState s = guest.state();
        String name = engine + ": " + form;
        assertEquals(target + moved, s.rip, () -> name + ": RIP");
        assertEquals(HOST.flags() & Eflags.STATUS, s.eflags() & Eflags.STATUS, () -> name + ": flags");
        for (int r = 0; r < registers.length; r++) {
            boolean holdsTarget = form.source() == TransferForm.Source.REGISTER && r == form.register();
            long expected = HOST.register(r) + (holdsTarget ? moved : 0);
            assertEquals(expected, s.gpr[r], () -> name + ": registers");
        }
        for (int at = 0; at < COMPARED; at += 8) {
            long hosts = HOST.data().get(JAVA_LONG_UNALIGNED, at);
            long ours = guest.data().get(JAVA_LONG_UNALIGNED, at);
            boolean address = hosts == behind || hosts == target;
            assertEquals(hosts + (address ? moved : 0), ours, name + ": memory at " + at);
        }
        place(form, target);
    }
}
