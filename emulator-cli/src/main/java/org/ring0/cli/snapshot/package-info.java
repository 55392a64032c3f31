/** The command {@code ring0 snapshot}: what is in a snapshot's file. */
package org.ring0.cli.snapshot;
