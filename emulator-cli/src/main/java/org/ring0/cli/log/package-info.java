/** How this program logs. */
package org.ring0.cli.log;
