package org.ring0.core.cpu.translator;

import java.nio.ByteOrder;
import java.util.Set;

/** How translated code reaches guest RAM once the TLB has said where it is. */
public enum MemoryAccess {
    /** Through the machine's memory segment: the JVM checks the bounds once more. */
    CHECKED,
    /** By address: the TLB's fill, which proves that a page lies in RAM, is the only check. Needs native access. */
    RAW,
    /**
     * By address as well, but with the JDK's own Unsafe in place of a VarHandle. The machine code that HotSpot makes is the
     * same; but to its interpreter and to both compilers an access is one thing then, where a VarHandle is some forty methods to
     * inline, and that is most of the work of compiling a region. Needs that this module may see jdk.internal.misc as well.
     */
    DIRECT;

    private static final String UNSAFE_PACKAGE = "jdk.internal.misc";
    /** Processors on which any address will do for any width. */
    private static final Set<String> UNALIGNED = Set.of("amd64", "x86_64", "aarch64");

    /** Where the first element of an array of longs lies in it, for Unsafe; 0 if there is none to ask. */
    static final long FIRST_LONG = DIRECT.isAllowed() ? firstLong() : 0;

    private static long firstLong() {
        try {
            Class<?> unsafe = Class.forName(UNSAFE_PACKAGE + ".Unsafe");
            return ((Number) unsafe.getField("ARRAY_LONG_BASE_OFFSET").get(null)).longValue();
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("the JDK's Unsafe tells nothing of arrays", e);
        }
    }

    /** The fastest that this JVM was started for. */
    public static MemoryAccess best() {
        if (DIRECT.isAllowed()) {
            return DIRECT;
        }
        return RAW.isAllowed() ? RAW : CHECKED;
    }

    /** Whether this JVM was started for it. */
    public boolean isAllowed() {
        Module here = MemoryAccess.class.getModule();
        return switch (this) {
            case CHECKED -> true;
            case RAW -> here.isNativeAccessEnabled();
            case DIRECT ->
                here.isNativeAccessEnabled()
                        && Object.class.getModule().isExported(UNSAFE_PACKAGE, here)
                        && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                        && UNALIGNED.contains(System.getProperty("os.arch"));
        };
    }
}
