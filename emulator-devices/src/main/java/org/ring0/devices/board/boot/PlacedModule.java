package org.ring0.devices.board.boot;

/** A module in memory, {@code start} inclusive to {@code end} exclusive, and the string that goes with it. */
record PlacedModule(long start, long end, String string) {}
