/** Two machines that execute the same instructions with different engines, until their states differ. */
package org.ring0.core.lockstep;
