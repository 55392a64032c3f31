package org.ring0.devices.board.record;

import java.util.zip.CRC32C;
import org.ring0.core.cpu.state.CpuState;
import org.ring0.core.cpu.state.SavedCpu;
import org.ring0.core.machine.Machine;
import org.ring0.core.snapshot.StateWriter;

/** A checksum over the registers, quickly made, by which a replay sees early that it went astray. */
final class CpuChecksum {
    private CpuChecksum() {}

    static int of(Machine machine) {
        CpuState state = machine.cpus().getFirst().state();
        CRC32C crc = new CRC32C();
        crc.update(StateWriter.encode(SavedCpu.of(state, state.eflags())));
        return (int) crc.getValue();
    }
}
