package com.example.machines;

import static org.ring0.embed.GuestTime.guestSeconds;

import java.nio.file.Files;
import java.nio.file.Path;
import org.ring0.core.cpu.translator.MemoryAccess;
import org.ring0.core.machine.StopReason;
import org.ring0.embed.Vm;
import org.ring0.embed.VmBuilder;
import org.ring0.embed.VmException;

/** Boots a kernel, has a fork of it answer, and one that goes on from a file. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length != 1) {
            System.err.println("which kernel? give its file");
            System.exit(2);
        }
        try {
            boot(Path.of(arguments[0]));
        } catch (VmException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }

    private static void boot(Path kernel) throws Exception {
        System.out.println("a machine of " + Vm.class.getModule() + ", memory access " + MemoryAccess.best());
        VmBuilder machine = Vm.builder().memory("16M").kernel(kernel).expansion(Notebook::plugInto);
        Path file = Files.createTempFile("ready-", ".ring0");
        try (Vm vm = machine.build()) {
            vm.serial().expect("init: ready", guestSeconds(5));
            vm.ports().out(Notebook.PORT, 42, 1);
            System.out.println("it has booted: " + vm.instructions() + " instructions, " + vm.digest());
            try (Vm fork = vm.fork()) {
                System.out.println("its fork ends: " + asked(fork).sentence());
            }
            try (var snapshot = vm.snapshot()) {
                snapshot.save(file);
            }
        }
        try (Vm saved = machine.from(file).build()) {
            System.out.println("the one from the file ends: " + asked(saved).sentence());
        } finally {
            Files.delete(file);
        }
    }

    private static StopReason asked(Vm vm) {
        vm.serial().send("help\n");
        vm.serial().expect("commands: help exit panic", guestSeconds(1));
        vm.serial().send("exit\n");
        System.out.println("its card says " + vm.ports().in(Notebook.PORT, 1));
        return vm.run();
    }
}
