/** The chips of a PC, and the board that they are on. */
module org.ring0.devices {
    requires transitive org.ring0.core;
    requires org.ring0.firmware;
    requires java.desktop;
    requires org.slf4j;
    requires org.tukaani.xz;

    // What programs see of a PC, and what cards of their own are made with.
    exports org.ring0.devices.board;
    exports org.ring0.devices.board.gate;
    exports org.ring0.devices.board.record;
    exports org.ring0.devices.input;
    exports org.ring0.devices.pci;
    exports org.ring0.devices.storage.image;
    exports org.ring0.devices.video;

    // What the rest of ring0 builds PCs with.
    exports org.ring0.devices.board.boot to
            org.ring0.embed;
    exports org.ring0.devices.board.script to
            org.ring0.embed;
    exports org.ring0.devices.interrupt to
            org.ring0.embed;
    exports org.ring0.devices.serial to
            org.ring0.embed;

    // State records, which snapshots and digests read and make by their components.
    opens org.ring0.devices.acpi to
            org.ring0.core;
    opens org.ring0.devices.board to
            org.ring0.core;
    opens org.ring0.devices.board.record to
            org.ring0.core;
    opens org.ring0.devices.dma to
            org.ring0.core;
    opens org.ring0.devices.input to
            org.ring0.core;
    opens org.ring0.devices.interrupt to
            org.ring0.core;
    opens org.ring0.devices.pci to
            org.ring0.core;
    opens org.ring0.devices.platform to
            org.ring0.core;
    opens org.ring0.devices.serial to
            org.ring0.core;
    opens org.ring0.devices.storage.floppy to
            org.ring0.core;
    opens org.ring0.devices.storage.ide to
            org.ring0.core;
    opens org.ring0.devices.timer to
            org.ring0.core;
    opens org.ring0.devices.video to
            org.ring0.core;
}
