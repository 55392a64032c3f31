package org.ring0.devices.board;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.ring0.core.cpu.interpreter.Interpreter;
import org.ring0.core.cpu.protection.CpuReset;
import org.ring0.core.io.IoBus;
import org.ring0.core.irq.IrqLine;
import org.ring0.core.memory.AddressSpace;
import org.ring0.devices.board.boot.BootFile;
import org.ring0.devices.pci.ConfigSpace;
import org.ring0.devices.pci.PciFunction;

/** Where interrupts of PCI slots come out, and what a kernel that is started without firmware is told of it. */
class PciInterruptsTest {
    private static final int PINS = 4;
    private static final int PIRQ_ROUTES = 0x8000_0860;
    private static final int SEGMENT = 0xf_0000;
    private static final int SEGMENT_END = 0x10_0000;
    private static final int LEVEL_ACTIVE_HIGH = 0xd;

    private final IrqLine[] lines = new IrqLine[ExpansionBus.LAST_SLOT + 1];

    /** A function that has nothing but an interrupt pin. */
    private record Pinned(ConfigSpace config) implements PciFunction {
        static Pinned at(int pin) {
            return new Pinned(new ConfigSpace(0x1234, 0x5678, 0xff_0000, 0)
                    .initial(ConfigSpace.INTERRUPT_PIN, 1, pin)
                    .writable(ConfigSpace.INTERRUPT_LINE, 1, 0xff));
        }

        @Override
        public int readConfig(int offset, int size) {
            return config.read(offset, size);
        }

        @Override
        public void writeConfig(int offset, int value, int size) {
            config.write(offset, value, size);
        }
    }

    private PcBoard board(int pin) throws Exception {
        byte[] kernel = new byte[0x60];
        java.nio.ByteBuffer elf = java.nio.ByteBuffer.wrap(kernel).order(java.nio.ByteOrder.LITTLE_ENDIAN);
        elf.putInt(0, 0x464c_457f).put(4, (byte) 1).put(5, (byte) 1).putShort(18, (short) 3);
        elf.putInt(24, 0x10_0000).putInt(28, 52).putShort(42, (short) 32).putShort(44, (short) 1);
        elf.putInt(52, 1)
                .putInt(56, 0x54)
                .putInt(64, 0x10_0000)
                .putInt(68, 4)
                .putInt(72, 4)
                .putInt(60, 0x10_0000);
        Card cards = bus -> {
            for (int slot = ExpansionBus.FIRST_SLOT; slot <= ExpansionBus.LAST_SLOT; slot++) {
                bus.pci(slot, Pinned.at(pin));
                lines[slot] = bus.pciInterrupt(slot, pin);
            }
        };
        return new PcBoard(PcConfig.of(new PcConfig.Processor(Interpreter::new, CpuReset::reset))
                .withKernel(new PcConfig.Kernel(new BootFile("k", kernel), "", List.of()))
                .withCards(List.of(cards)));
    }

    /** The one interrupt that is requested at the slave 8259, for these are all above 8. */
    private static int requested(IoBus ports) {
        ports.write(0xa0, 0x0a, 1);
        int requests = ports.read(0xa0, 1);
        assertEquals(1, Integer.bitCount(requests), "requests");
        return 8 + Integer.numberOfTrailingZeros(requests);
    }

    private static int find(AddressSpace memory, int signature) {
        int at = SEGMENT;
        while (at < SEGMENT_END && (int) memory.read(at, 4) != signature) {
            at += 16;
        }
        return at;
    }

    /** The I/O APIC's input of a pin, by the MultiProcessor table's entry of type 3 for it. */
    private static int inputByMultiProcessorTable(AddressSpace memory, int slot, int pin) {
        int table = (int) memory.read(find(memory, 0x5f50_4d5f) + 4, 4);
        int end = table + (int) memory.read(table + 4, 2);
        int source = slot << 2 | pin - 1;
        for (int at = table + 44; at < end; at += memory.read(at, 1) == 0 ? 20 : 8) {
            if (memory.read(at, 1) == 3 && memory.read(at + 4, 1) == 0 && memory.read(at + 5, 1) == source) {
                assertEquals(LEVEL_ACTIVE_HIGH, memory.read(at + 2, 2));
                return (int) memory.read(at + 7, 1);
            }
        }
        throw new AssertionError("no entry for slot " + slot);
    }

    /** The interrupt of a pin, by the link in $PIR and the PIIX3's register of that number. */
    private static int interruptByRoutingTable(AddressSpace memory, int routes, int slot, int pin) {
        int entry = find(memory, 0x5249_5024) + 32 + 16 * (slot - 1);
        assertEquals(slot << 3, memory.read(entry + 1, 1));
        int link = (int) memory.read(entry + 2 + 3 * (pin - 1), 1);
        int interrupt = routes >> 8 * (link - 0x60) & 0xff;
        assertEquals(1, memory.read(entry + 3 + 3 * (pin - 1), 2) >> interrupt & 1, "it may go there");
        return interrupt;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, PINS})
    void everyTableTellsOfTheInterruptThatComes(int pin) throws Exception {
        try (PcBoard board = board(pin)) {
            IoBus ports = board.machine().ports();
            AddressSpace memory = board.machine().memory();
            ports.write(0xcf8, PIRQ_ROUTES, 4);
            int routes = ports.read(0xcfc, 4);
            int levels = ports.read(0x4d1, 1) << 8;
            for (int slot = ExpansionBus.FIRST_SLOT; slot <= ExpansionBus.LAST_SLOT; slot++) {
                lines[slot].set(true);
                int interrupt = requested(ports);
                lines[slot].set(false);
                String where = "slot " + slot;
                assertEquals(1, levels >> interrupt & 1, where + " is level-triggered");
                assertEquals(interrupt, interruptByRoutingTable(memory, routes, slot, pin), where + " in $PIR");
                assertEquals(interrupt, inputByMultiProcessorTable(memory, slot, pin), where + " in the MP table");
                ports.write(0xcf8, 0x8000_003c | slot << 11, 4);
                assertEquals(interrupt, ports.read(0xcfc, 1), where + "'s line register");
            }
        }
    }
}
