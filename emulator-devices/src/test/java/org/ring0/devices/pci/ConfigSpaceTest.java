package org.ring0.devices.pci;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigSpaceTest {
    private final List<Long> moves = new ArrayList<>();

    private ConfigSpace space(BaseAddress register) {
        return new ConfigSpace(0x1234, 0x5678, 0x03_0000, 2)
                .writable(ConfigSpace.COMMAND, 2, 7)
                .base(register, moves::add);
    }

    @Test
    void identityIsReadOnly() {
        ConfigSpace space = space(BaseAddress.io(0x10, 16));
        space.write(0, 0xffff_ffff, 4);
        assertEquals(0x5678_1234, space.read(0, 4));
        assertEquals(0x0300_0002, space.read(8, 4));
    }

    @Test
    void allOnesSizeAMemoryBase() {
        ConfigSpace space = space(BaseAddress.memory(0x10, 0x100_0000, BaseAddress.Kind.PREFETCHABLE_MEMORY));
        space.write(0x10, -1, 4);
        assertEquals(0xff00_0008, space.read(0x10, 4));
    }

    @Test
    void allOnesSizeAnIoBase() {
        ConfigSpace space = space(BaseAddress.io(0x10, 16));
        space.write(0x10, -1, 4);
        assertEquals(0xffff_fff1, space.read(0x10, 4));
    }

    @Test
    void allOnesSizeARomBase() {
        ConfigSpace space = space(BaseAddress.memory(0x30, 0x1_0000, BaseAddress.Kind.EXPANSION_ROM));
        space.write(0x30, ~1, 4);
        assertEquals(0xffff_0000, space.read(0x30, 4));
    }

    @Test
    void windowOpensOnlyWhileDecodeIsEnabled() {
        ConfigSpace space = space(BaseAddress.io(0x10, 16));
        space.write(0x10, 0xc000, 4);
        assertEquals(List.of(), moves);
        space.write(ConfigSpace.COMMAND, ConfigSpace.COMMAND_IO, 2);
        space.write(ConfigSpace.COMMAND, 0, 2);
        assertEquals(List.of(0xc000L, AddressWindow.CLOSED), moves);
    }

    @Test
    void movingABaseClosesTheOldPlaceFirst() {
        ConfigSpace space = space(BaseAddress.memory(0x10, 0x1000, BaseAddress.Kind.MEMORY));
        space.write(ConfigSpace.COMMAND, ConfigSpace.COMMAND_MEMORY, 2);
        space.write(0x10, 0xfebf_0000, 4);
        space.write(0x10, 0xfebe_0000, 4);
        assertEquals(List.of(0xfebf_0000L, AddressWindow.CLOSED, 0xfebe_0000L), moves);
    }

    @Test
    void sizingWithDecodeOnDoesNotOpenTheTopOfTheSpace() {
        ConfigSpace space = space(BaseAddress.memory(0x10, 0x1000, BaseAddress.Kind.MEMORY));
        space.write(ConfigSpace.COMMAND, ConfigSpace.COMMAND_MEMORY, 2);
        space.write(0x10, -1, 4);
        assertEquals(List.of(), moves);
    }

    @Test
    void romNeedsItsOwnEnableBitToo() {
        ConfigSpace space = space(BaseAddress.memory(0x30, 0x1_0000, BaseAddress.Kind.EXPANSION_ROM));
        space.write(ConfigSpace.COMMAND, ConfigSpace.COMMAND_MEMORY, 2);
        space.write(0x30, 0xfeb0_0000, 4);
        space.write(0x30, 0xfeb0_0001, 4);
        assertEquals(List.of(0xfeb0_0000L), moves);
    }

    @Test
    void statusErrorsAreClearedByOnes() {
        ConfigSpace space = space(BaseAddress.io(0x10, 16));
        space.set(ConfigSpace.STATUS, 0x2280, 2);
        space.write(ConfigSpace.STATUS, 0x2000, 2);
        assertEquals(0x0280, space.read(ConfigSpace.STATUS, 2));
    }

    @Test
    void restoreReopensWindowsAndKeepsReadOnlyBits() {
        ConfigSpace space = space(BaseAddress.io(0x10, 16));
        space.write(0x10, 0xc000, 4);
        space.write(ConfigSpace.COMMAND, ConfigSpace.COMMAND_IO, 2);
        byte[] saved = space.save();
        byte[] hostile = saved.clone();
        hostile[0] = 0x55;
        moves.clear();
        ConfigSpace copy = space(BaseAddress.io(0x10, 16));
        copy.restore(hostile);
        copy.settle();
        assertArrayEquals(saved, copy.save());
        assertEquals(List.of(AddressWindow.CLOSED, 0xc000L), moves);
    }
}
