package org.ring0.devices.storage.ide;

/** What a packet command leads to. */
sealed interface PacketReply {
    /** Nothing more: good status. */
    record Done() implements PacketReply {}

    /** Check condition. */
    record Check(Sense sense) implements PacketReply {}

    /** Data for the host, at most {@code allocation} bytes of it. */
    record Data(byte[] bytes, int allocation) implements PacketReply {}

    /** {@code count} sectors from {@code lba}, which all exist. */
    record Sectors(long lba, int count, SectorLayout layout) implements PacketReply {}

    /** {@code length} bytes of parameters from the host, 1 to 65535. */
    record Parameters(int length) implements PacketReply {}
}
