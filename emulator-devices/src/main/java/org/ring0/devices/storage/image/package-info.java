/** Disk images on the host: what a file is, whether it may be used, and how its sectors are read and written. */
package org.ring0.devices.storage.image;
