package com.example.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.ring0.embed.GuestTime.guestSeconds;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.ring0.core.machine.StopReason;
import org.ring0.embed.Vm;
import org.ring0.junit.Boot;
import org.ring0.junit.Limit;
import org.ring0.junit.Ring0;

@ExtendWith(Ring0.class)
@Limit(guestSeconds = 20)
class KernelTest {
    @Test
    void boots(@Boot(kernel = "/kernel.bin", memory = "16M") Vm vm) {
        vm.serial().expect("init: ready", guestSeconds(5));
        vm.type("help\n");
        vm.serial().expect("commands: help exit panic", guestSeconds(1));
    }

    @Test
    void exits(@Boot(kernel = "/kernel.bin", memory = "16M", failOn = "panic") Vm vm) {
        vm.serial().send("exit\n");
        assertEquals(new StopReason.DebugExit(0), vm.run());
    }
}
