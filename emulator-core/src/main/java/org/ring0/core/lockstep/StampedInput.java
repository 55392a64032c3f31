package org.ring0.core.lockstep;

import java.util.function.Consumer;

/** Something from outside that happens to a machine at a cycle, before the instruction that begins there. */
record StampedInput<S extends Side>(long cycle, Consumer<S> action) {}
