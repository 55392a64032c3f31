package org.ring0.devices.storage.ide;

/** The IDENTIFY PACKET DEVICE data of a CD-ROM drive (ATA/ATAPI-6, 8.16). */
final class AtapiIdentity {
    /** ATAPI, CD-ROM, removable, DRQ within 50 us, packets of 12 bytes. */
    private static final int GENERAL = 0x85C0;

    private static final int NOP_DEVICE_RESET_PACKET = 0x4210;
    private static final int VALID = 0x4000;

    private AtapiIdentity() {}

    static byte[] identify(String serial, int transferMode) {
        int active = 0x0100 << (transferMode & 7);
        return new IdentifyBlock()
                .word(0, GENERAL)
                .text(10, 10, serial)
                .text(23, 4, CdromReplies.REVISION)
                .text(27, 20, CdromReplies.VENDOR + " " + CdromReplies.PRODUCT)
                .word(49, 0x0B00)
                .word(51, 0x0200)
                .word(53, 0x0006)
                .word(63, 0x0007 | ((transferMode & DiskSettings.MULTIWORD_DMA) != 0 ? active : 0))
                .word(64, 0x0003)
                .word(65, 120)
                .word(66, 120)
                .word(67, 120)
                .word(68, 120)
                .word(80, 0x007E)
                .word(82, NOP_DEVICE_RESET_PACKET)
                .word(83, VALID)
                .word(84, VALID)
                .word(85, NOP_DEVICE_RESET_PACKET)
                .word(87, VALID)
                .word(88, 0x0007 | ((transferMode & DiskSettings.ULTRA_DMA) != 0 ? active : 0))
                .word(93, 0x600B)
                .finish();
    }
}
