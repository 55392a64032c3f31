/** The machine itself: CPU, memory, time, and the seams to devices. */
module org.ring0.core {
    requires org.objectweb.asm;
    requires org.objectweb.asm.util;
    requires org.slf4j;

    // What programs see: machines, and what cards of their own are made with.
    exports org.ring0.core.cpu;
    exports org.ring0.core.cpu.model;
    exports org.ring0.core.cpu.translator;
    exports org.ring0.core.debug.autopsy;
    exports org.ring0.core.debug.symbol;
    exports org.ring0.core.device;
    exports org.ring0.core.io;
    exports org.ring0.core.irq;
    exports org.ring0.core.machine;
    exports org.ring0.core.memory;
    exports org.ring0.core.snapshot;
    exports org.ring0.core.time;

    // What the rest of ring0 builds machines with.
    exports org.ring0.core.cpu.interpreter to
            org.ring0.embed;
    exports org.ring0.core.cpu.mmu to
            org.ring0.devices;
    exports org.ring0.core.cpu.protection to
            org.ring0.embed;
    exports org.ring0.core.cpu.state to
            org.ring0.devices,
            org.ring0.embed;
    exports org.ring0.core.debug to
            org.ring0.embed;
    exports org.ring0.core.snapshot.file to
            org.ring0.embed;
}
