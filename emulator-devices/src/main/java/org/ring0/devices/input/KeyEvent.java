package org.ring0.devices.input;

/** A key of the host's keyboard model goes down or up. */
public record KeyEvent(Key key, boolean pressed) {}
