/** A PC for programs: {@link org.ring0.embed.Vm} and what belongs to it. */
package org.ring0.embed;
