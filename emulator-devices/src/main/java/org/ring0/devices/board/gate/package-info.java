/** The one way by which something from outside enters a PC: stamped with its cycle, so that it can be repeated. */
package org.ring0.devices.board.gate;
