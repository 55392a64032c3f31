package org.ring0.core.oracle;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** The oracle itself. */
@EnabledIf("org.ring0.core.oracle.HostCpu#isAvailable")
class HostCpuTest {
    private static final byte[] ADD_EAX_ECX = {0x01, (byte) 0xc8};

    private final HostCpu host = new HostCpu();

    private void checkAddition(HostCpu.Mode mode) {
        HostCpu.Snippet snippet = host.compile(mode, false, ADD_EAX_ECX);
        host.setRegister(0, 0xffff_fffeL);
        host.setRegister(1, 2);
        host.setFlags(2);
        snippet.run();
        assertEquals(0, host.register(0));
        assertEquals(0x57, host.flags() & 0x8d5 | 2);
    }

    @Test
    void registersAndFlagsGoInAndComeOutIn64BitMode() {
        checkAddition(HostCpu.Mode.BITS_64);
    }

    @Test
    @EnabledIf("org.ring0.core.oracle.HostCpu#isMode32Available")
    void registersAndFlagsGoInAndComeOutIn32BitMode() {
        checkAddition(HostCpu.Mode.BITS_32);
    }
}
