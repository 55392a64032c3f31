package org.ring0.devices.storage.ide;

/** Bits of the ATA registers (ATA/ATAPI-6, clause 7). */
final class AtaBits {
    static final int STATUS_ERR = 0x01;
    static final int STATUS_DRQ = 0x08;
    /** Seek complete; "deferred write error" and "service" later, but still what drivers wait for. */
    static final int STATUS_DSC = 0x10;

    static final int STATUS_DF = 0x20;
    static final int STATUS_DRDY = 0x40;
    static final int STATUS_BSY = 0x80;

    static final int ERROR_ABRT = 0x04;
    static final int ERROR_IDNF = 0x10;
    static final int ERROR_UNC = 0x40;
    /** The code that a passed diagnostic leaves in the error register. */
    static final int DIAGNOSTIC_PASSED = 0x01;

    static final int DEVICE_DEV = 0x10;
    static final int DEVICE_LBA = 0x40;
    /** Two bits that were always set in the first standard, and still read so. */
    static final int DEVICE_OBSOLETE = 0xA0;

    static final int CONTROL_NIEN = 0x02;
    static final int CONTROL_SRST = 0x04;
    static final int CONTROL_HOB = 0x80;

    private AtaBits() {}
}
