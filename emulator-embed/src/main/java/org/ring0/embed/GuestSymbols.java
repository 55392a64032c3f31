package org.ring0.embed;

import org.ring0.core.debug.autopsy.KernelPlacement;
import org.ring0.core.debug.symbol.SymbolException;
import org.ring0.core.debug.symbol.Symbols;
import org.ring0.core.machine.Machine;
import org.ring0.devices.board.PcConfig;
import org.ring0.devices.board.boot.BootFile;

/** The names of a guest's addresses: from the file that was given for them, else from its kernel, if that is an ELF file. */
final class GuestSymbols {
    private final VmBuilder wanted;
    private final PcConfig.Kernel kernel;
    private Symbols known;

    /**
     * Reads the file with the symbols, if one was given.
     *
     * @param kernel or null
     * @throws VmException if there are no symbols in it
     */
    GuestSymbols(VmBuilder wanted, PcConfig.Kernel kernel) {
        this.wanted = wanted;
        this.kernel = kernel;
        if (wanted.symbols != null) {
            known = given(wanted.symbols.get());
        }
    }

    private static Symbols given(BootFile file) {
        try {
            Symbols symbols = Symbols.read(file.content());
            if (symbols.isEmpty()) {
                throw new VmException("the file with the symbols " + file.name() + " has none");
            }
            return symbols;
        } catch (SymbolException e) {
            throw new VmException("the file with the symbols " + file.name() + " " + e.getMessage(), e);
        }
    }

    /**
     * What is known, where a machine's kernel lies now. A kernel's own are looked at when somebody asks: one that can be started is
     * good enough.
     */
    Symbols of(Machine machine) {
        if (known == null) {
            known = ofKernel();
        }
        return KernelPlacement.of(machine.cpus().getFirst(), known);
    }

    private Symbols ofKernel() {
        if (kernel == null || !Symbols.recognises(kernel.file().content())) {
            return Symbols.NONE;
        }
        try {
            return Symbols.read(kernel.file().content());
        } catch (SymbolException e) {
            wanted.notes.accept("no symbols: " + kernel.file().name() + " " + e.getMessage());
            return Symbols.NONE;
        }
    }
}
