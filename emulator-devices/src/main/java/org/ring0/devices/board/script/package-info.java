/** What a host does at a guest's keyboard and reads on its screen and serial line: all in guest time, so that runs repeat. */
package org.ring0.devices.board.script;
