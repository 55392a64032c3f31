package org.ring0.devices.board.boot;

import java.util.List;
import org.ring0.devices.storage.image.FileSignature;

/** A boot protocol: how a kernel's file becomes memory and registers without any firmware. */
public sealed interface KernelLoader permits LinuxLoader, Multiboot1Loader, Multiboot2Loader, PvhLoader, ElfLoader {
    /** The protocols, the most specific first. */
    List<KernelLoader> ALL = List.of(
            new LinuxLoader(), new Multiboot2Loader(), new Multiboot1Loader(), new PvhLoader(), new ElfLoader());

    /** Whether the file is meant for this protocol. */
    boolean recognises(BootFile kernel);

    /**
     * Works out what to load.
     *
     * @throws BootException if the file is damaged, does not fit, or asks for what there is not
     */
    BootPlan plan(BootRequest request) throws BootException;

    /**
     * Finds the kernel's protocol and plans with it.
     *
     * @throws BootException if no protocol knows the file, or the one that does refuses it
     */
    static BootPlan planFor(BootRequest request) throws BootException {
        for (KernelLoader loader : ALL) {
            if (loader.recognises(request.kernel())) {
                return loader.plan(request);
            }
        }
        String found = FileSignature.of(request.kernel().content());
        throw request.kernel()
                .refuse("is no kernel that can be started directly"
                        + (found == null ? ": nothing in it says what it is" : ", but " + found));
    }
}
