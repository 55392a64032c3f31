package org.ring0.devices.board;

import org.ring0.core.io.IoBus;
import org.ring0.core.machine.Machine;
import org.ring0.core.memory.Region;
import org.ring0.devices.pci.BochsVgaFunction;
import org.ring0.devices.video.Vga;
import org.ring0.devices.video.VideoMemory;

/** The display adapter of a PC: a VGA on the ISA bus's ports and window, and a PCI function with a linear frame buffer. */
final class DisplayWiring {
    /** Bytes of display memory. */
    static final int VIDEO_MEMORY = 16 << 20;

    private static final int REGISTERS = 0x1000;
    private static final int ROM = 0x1_0000;

    private final PcMemoryMap.Layout layout;
    private final Vga vga;

    DisplayWiring(Machine machine, PcMemoryMap memoryMap, PcMemoryMap.Layout layout) {
        this.layout = layout;
        VideoMemory memory = new VideoMemory(machine.memory(), layout.videoBacking(), VIDEO_MEMORY);
        vga = machine.add("vga", new Vga(machine.clock(), memory));
        IoBus ports = machine.ports();
        ports.map(PcIoMap.VGA, vga.commonPorts());
        ports.map(PcIoMap.VGA_COLOUR, vga.colourPorts());
        ports.map(PcIoMap.VGA_MONOCHROME, vga.monochromePorts());
        ports.map(PcIoMap.VBE, vga.dispiPorts());
        memoryMap.connectVga(vga);
    }

    Vga vga() {
        return vga;
    }

    /** What the adapter is on the PCI bus. */
    BochsVgaFunction function(WindowMap windows) {
        var registers = vga.registerBar();
        return new BochsVgaFunction(
                new BochsVgaFunction.Window(
                        VIDEO_MEMORY, windows.memory(base -> Region.ram(base, VIDEO_MEMORY, layout.videoBacking()))),
                new BochsVgaFunction.Window(REGISTERS, windows.memory(base -> Region.mmio(base, REGISTERS, registers))),
                new BochsVgaFunction.Window(
                        ROM, windows.memory(base -> Region.rom(base, ROM, layout.vgaRomBacking()))));
    }
}
