package org.ring0.embed;

/** How the guest's code is executed. The guest cannot tell. */
public enum EngineChoice {
    /** Instruction by instruction: starts at once, for short runs. */
    INTERPRETER,
    /** Hot code becomes JVM bytecode. */
    TRANSLATOR
}
