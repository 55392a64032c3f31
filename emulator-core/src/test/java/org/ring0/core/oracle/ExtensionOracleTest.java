package org.ring0.core.oracle;

import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.ring0.core.cpu.decode.Decoder;
import org.ring0.core.cpu.decode.Row;
import org.ring0.core.cpu.isa.Instruction;
import org.ring0.core.cpu.isa.Mnemonic;
import org.ring0.core.cpu.model.Feature;
import org.ring0.core.cpu.state.CpuMode;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.Eflags;

/** LZCNT, BMI, ADX, MOVBE, POPCNT and CMPXCHG16B on the host's CPU and on the interpreter, in 64-bit and in 32-bit code. */
@EnabledIf("org.ring0.core.oracle.HostCpu#isAvailable")
class ExtensionOracleTest {
    private static final int FORMS = 12;
    private static final int CASES = 100;
    private static final HostCpu HOST = new HostCpu();
    private static final HostFeatures FEATURES = new HostFeatures();
    private static final long[] SPECIAL = {0, 1, -1, 0x80, 0x8000, 0x8000_0000L, 0x7fff_ffff, Long.MIN_VALUE, 0x1020};
    private static final int SCRATCH = 16;
    /** 64-bit code. */
    private static final CpuMode LONG = new CpuMode(3 | 1 << 3);

    private final SplittableRandom random = new SplittableRandom(11);
    private final long[] registers = new long[16];
    private final long[] memory = new long[2];

    static Row[] rows() {
        return ExtensionForm.rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void everyRowLeavesWhatTheHostLeaves(Row row) {
        if (!FEATURES.hasAll(row.features().without(Feature.LZCNT))
                || row.mnemonic() == Mnemonic.LZCNT && !hasLzcnt()) {
            return;
        }
        int address = (int) HOST.dataAddress() + SCRATCH;
        try (ExtensionGuest guest = ExtensionGuest.interpreted((int) HOST.dataAddress())) {
            for (int n = 0; n < FORMS; n++) {
                ExtensionForm form = ExtensionForm.of(row, random);
                byte[] code = form.code(address);
                HOST.discardSnippets();
                HostCpu.Snippet snippet = HOST.compile(HostCpu.Mode.BITS_64, false, code);
                guest.prepare(code);
                int undefined = UndefinedFlags.of(decoded(code), 0);
                for (int c = 0; c < CASES; c++) {
                    boolean is64 = !form.isFor32() || random.nextBoolean();
                    fill(form, is64);
                    compare(form, snippet, guest, is64, undefined);
                }
            }
        }
    }

    /** Hosts that hide the feature often have the instruction: without it these bytes are BSR, which faults no more. */
    private static boolean hasLzcnt() {
        HOST.discardSnippets();
        HOST.setRegister(CpuState.RCX, 1);
        HOST.setFlags(Eflags.FIXED);
        byte[] lzcnt = {(byte) 0xf3, 0x0f, (byte) 0xbd, (byte) 0xc1};
        HOST.compile(HostCpu.Mode.BITS_64, false, lzcnt).run();
        return HOST.register(CpuState.RAX) == 31;
    }

    private static Instruction decoded(byte[] code) {
        int[] read = {0};
        return new Decoder().decode(() -> code[read[0]++] & 0xff, LONG);
    }

    private long value() {
        long value = switch (random.nextInt(4)) {
            case 0 -> SPECIAL[random.nextInt(SPECIAL.length)];
            case 1 -> random.nextInt(256);
            case 2 -> random.nextLong() & random.nextLong() & random.nextLong();
            default -> random.nextLong();
        };
        return random.nextInt(4) == 0 ? value >>> 32 : value;
    }

    private void fill(ExtensionForm form, boolean is64) {
        for (int r = 0; r < registers.length; r++) {
            long value = r == CpuState.RSP ? HOST.stackTop() : value();
            registers[r] = is64 ? value : r < 8 ? value & 0xffff_ffffL : 0;
        }
        memory[0] = value();
        memory[1] = value();
        if (form.mnemonic() == Mnemonic.CMPXCHG16B && random.nextBoolean()) {
            registers[CpuState.RAX] = memory[0];
            registers[CpuState.RDX] = memory[1];
        }
    }

    private void compare(
            ExtensionForm form, HostCpu.Snippet snippet, ExtensionGuest guest, boolean is64, int undefined) {
        int status = random.nextInt() & Eflags.STATUS;
        for (int r = 0; r < registers.length; r++) {
            HOST.setRegister(r, registers[r]);
        }
        HOST.setFlags(status | Eflags.FIXED);
        HOST.data().set(JAVA_LONG, SCRATCH, memory[0]);
        HOST.data().set(JAVA_LONG, SCRATCH + 8, memory[1]);
        guest.data().copyFrom(HOST.data().asSlice(0, guest.data().byteSize()));
        snippet.run();
        guest.run(is64, registers, status);
        CpuState s = guest.state();
        String name = "%s in %s".formatted(form, is64 ? "64-bit code" : "32-bit code");
        for (int r = 0; r < registers.length; r++) {
            int number = r;
            assertEquals(
                    Long.toHexString(HOST.register(r)),
                    Long.toHexString(s.gpr[r]),
                    () -> name + ": register " + number);
        }
        int compared = Eflags.STATUS & ~undefined;
        assertEquals(HOST.flags() & compared, s.eflags() & compared, () -> name + ": flags");
        assertEquals(
                -1, HOST.data().asSlice(0, guest.data().byteSize()).mismatch(guest.data()), () -> name + ": memory");
    }
}
