/** ATA channels with hard disks and CD-ROM drives, and the bus master that moves their data. */
package org.ring0.devices.storage.ide;
