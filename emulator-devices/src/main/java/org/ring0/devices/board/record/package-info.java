/** Runs that are recorded and replayed; the file is described in docs/reference/record-format.md. */
package org.ring0.devices.board.record;
