package org.ring0.devices.board;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.device.Device;
import org.ring0.core.machine.Budget;
import org.ring0.core.machine.Machine;
import org.ring0.core.snapshot.StateFormatException;
import org.ring0.core.snapshot.StateReader;
import org.ring0.core.snapshot.StateWriter;
import org.ring0.devices.board.boot.BootException;
import org.ring0.devices.storage.image.MemoryBackend;
import org.ring0.firmware.Firmware;

/** All chips of a PC at once: what they save is all that they are. */
class RestoreTest {
    private static final int STEPS = 60;
    private static final int INSTRUCTIONS_A_STEP = 25_000;

    private static PcBoard board() throws PcConfigException, BootException {
        PcDrives drives = PcDrives.of(
                List.of(new MemoryBackend(new byte[1_474_560], false)),
                List.of(new MemoryBackend(new byte[1 << 20], false)),
                List.of(new MemoryBackend(new byte[1 << 20], true)));
        return new PcBoard(PcConfig.of(new PcConfig.Processor(Interpreter::new, CpuReset::reset))
                .withMemory(4 * PcConfig.MIB)
                .withFirmware(Firmware.bios(), Firmware.vgaBios())
                .withDrives(drives)
                .withSerial(List.of(value -> {})));
    }

    private static <S extends Record> S decoded(Device<S> device, byte[] state) throws StateFormatException {
        return StateReader.decode(state, device.powerOn());
    }

    private static <S extends Record> void restore(Device<S> device, byte[] state) throws StateFormatException {
        device.restore(decoded(device, state));
    }

    /** Saves every device, resets it to something else, restores it and checks that nothing was lost. */
    private static void saveAndRestore(Machine machine) throws StateFormatException {
        Map<String, byte[]> saved = new LinkedHashMap<>();
        machine.devices().forEach((name, device) -> saved.put(name, StateWriter.encode(device.save())));
        for (Map.Entry<String, byte[]> entry : saved.entrySet()) {
            restore(machine.devices().get(entry.getKey()), entry.getValue());
        }
        machine.devices().values().forEach(Device::settle);
        for (Map.Entry<String, byte[]> entry : saved.entrySet()) {
            Device<?> device = machine.devices().get(entry.getKey());
            assertArrayEquals(entry.getValue(), StateWriter.encode(device.save()), entry.getKey());
        }
    }

    @Test
    void machineThatIsSavedAndRestoredOnTheWayEndsWhereTheOtherOneDoes() throws Exception {
        Budget step = Budget.ofInstructions(INSTRUCTIONS_A_STEP);
        try (PcBoard straight = board();
                PcBoard restored = board()) {
            for (int i = 0; i < STEPS; i++) {
                straight.machine().run(step);
                restored.machine().run(step);
                saveAndRestore(restored.machine());
                assertEquals(
                        straight.machine().clock().now(),
                        restored.machine().clock().now(),
                        "cycle after step " + i);
            }
            assertEquals(straight.machine().digest(), restored.machine().digest());
        }
    }
}
