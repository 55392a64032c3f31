/** The graphics card: a standard VGA with the Bochs VBE extensions, and what turns its memory into pictures and text. */
package org.ring0.devices.video;
