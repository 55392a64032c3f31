package org.ring0.devices.board;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.device.BlockBackend;
import org.ring0.core.device.CharBackend;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.StopReason;
import org.ring0.devices.board.boot.BootFile;
import org.ring0.devices.storage.image.MemoryBackend;
import org.ring0.firmware.Firmware;

/**
 * A guest that writes garbage to every port, to PCI configuration space and to every address that is no RAM. It may reset
 * the machine, switch it off, corrupt itself by DMA and crash; it must neither hang nor throw. The full length is
 * {@code -Dring0.garbage.instructions=1000000000}.
 */
class GarbageGuestTest {
    private static final long INSTRUCTIONS = Long.getLong("ring0.garbage.instructions", 10_000_000);
    /** Cycles that the guest may be halted, with every interrupt masked, before that counts as a crash. */
    private static final long PATIENCE = 200_000_000;

    private static final int LOADED_AT = 0x10_0000;
    private static final int HEADER = 32;
    /** Where the guest keeps its random number, so that it goes on after a reset. */
    private static final int SEED = 0x5000;

    @Test
    void garbageOnEveryBusNeitherHangsNorThrows() throws Exception {
        long ends = 0;
        try (PcBoard board = new PcBoard(config())) {
            var machine = board.machine();
            machine.memory().write(SEED, 0x2545_f491, 4);
            while (machine.retired() < INSTRUCTIONS) {
                long instructions = INSTRUCTIONS - machine.retired();
                Budget budget = Budget.ofInstructions(instructions).withCycles(instructions + PATIENCE);
                StopReason reason = machine.run(budget);
                boolean goesOn = reason instanceof StopReason.DebugExit || reason instanceof StopReason.PoweredOff;
                boolean done = reason instanceof StopReason.BudgetSpent(Budget.Kind kind, String _)
                        && kind == Budget.Kind.INSTRUCTIONS;
                if (!goesOn && !done) {
                    // Whatever ran it into the ground: another number, or it would do the same for ever.
                    machine.memory().write(SEED, machine.retired() * 2_654_435_761L, 4);
                    machine.reset();
                }
                assertTrue(++ends < INSTRUCTIONS / 100, () -> "stuck: " + reason.sentence());
            }
        }
    }

    private static PcConfig config() throws PcConfigException {
        List<BlockBackend> floppy = List.of(MemoryBackend.blank(2880));
        List<BlockBackend> disk = List.of(MemoryBackend.blank(20_000));
        List<BlockBackend> cdrom = List.of(MemoryBackend.blank(4_000));
        return PcConfig.of(new PcConfig.Processor(Interpreter::new, CpuReset::reset))
                .withMemory(16 * PcConfig.MIB)
                .withFirmware(Firmware.bios(), Firmware.vgaBios())
                .withDrives(PcDrives.of(floppy, disk, cdrom))
                .withSerial(List.of(CharBackend.NULL, CharBackend.NULL))
                .withKernel(new PcConfig.Kernel(new BootFile("garbage", kernel()), "", List.of()));
    }

    /** A Multiboot kernel of the header's own address fields. */
    private static byte[] kernel() {
        byte[] code = HexFormat.of().parseHex(CODE.replaceAll("\\s*;[^\\n]*\\n|\\s", ""));
        ByteBuffer image = ByteBuffer.allocate(HEADER + code.length).order(ByteOrder.LITTLE_ENDIAN);
        int magic = 0x1BADB002;
        int flags = 1 << 16;
        int end = LOADED_AT + image.capacity();
        for (int field : new int[] {magic, flags, -magic - flags, LOADED_AT, LOADED_AT, end, end, LOADED_AT + HEADER}) {
            image.putInt(field);
        }
        return image.put(code).array();
    }

    private static final String CODE = """
        8b1d00500000     ; mov ebx, [5000h]
        69db0d661900     ; again: imul ebx, ebx, 1664525
        81c35ff36e3c     ; add ebx, 1013904223
        891d00500000     ; mov [5000h], ebx
        89da             ; mov edx, ebx
        c1ea10           ; shr edx, 16
        89d8             ; mov eax, ebx
        c1c805           ; ror eax, 5
        ee               ; out dx, al
        66ef             ; out dx, ax
        ef               ; out dx, eax
        ed               ; in eax, dx
        81e2ff030000     ; and edx, 3ffh
        c1c80b           ; ror eax, 11
        31d8             ; xor eax, ebx
        ee               ; out dx, al
        ec               ; in al, dx
        89d8             ; mov eax, ebx
        25fc1f0000       ; and eax, 1ffch
        0d00000080       ; or eax, 80000000h
        66baf80c         ; mov dx, 0cf8h
        ef               ; out dx, eax
        89d8             ; mov eax, ebx
        c1c80d           ; ror eax, 13
        66bafc0c         ; mov dx, 0cfch
        ef               ; out dx, eax
        89df             ; mov edi, ebx
        81cf000000e0     ; or edi, 0e0000000h
        8907             ; mov [edi], eax
        8a07             ; mov al, [edi]
        89de             ; mov esi, ebx
        81e6ffff0500     ; and esi, 5ffffh
        81c600000a00     ; add esi, 0a0000h
        668906           ; mov [esi], ax
        8b06             ; mov eax, [esi]
        e993ffffff       ; jmp again
        """;
}
