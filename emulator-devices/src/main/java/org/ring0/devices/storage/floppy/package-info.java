/** The 82077AA floppy disk controller and its drives. */
package org.ring0.devices.storage.floppy;
