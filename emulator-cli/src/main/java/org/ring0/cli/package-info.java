/** The command line: what is common to all commands of {@code ring0}. */
package org.ring0.cli;
