/** The command {@code ring0 run}: options in, a machine built and run, a verdict out. */
package org.ring0.cli.run;
