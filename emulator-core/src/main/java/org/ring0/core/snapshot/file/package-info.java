/** The file of a snapshot, described in docs/reference/snapshot-format.md. */
package org.ring0.core.snapshot.file;
