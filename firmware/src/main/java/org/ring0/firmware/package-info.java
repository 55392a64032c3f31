/** The committed ROM images and the demo disk, assembled from {@code src/main/asm} by {@code build.sh}. */
package org.ring0.firmware;
