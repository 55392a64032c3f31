/** The guest's screen in a text terminal, and the terminal's keys for the guest. */
package org.ring0.cli.terminal;
