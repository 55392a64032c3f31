/** What killed a guest, and what one hangs on: read from its CPU and memory without leaving a trace in them. */
package org.ring0.core.debug.autopsy;
