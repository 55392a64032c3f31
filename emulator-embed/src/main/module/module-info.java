/** PCs for programs on the JVM. */
module org.ring0.embed {
    requires transitive org.ring0.core;
    requires transitive org.ring0.devices;
    requires org.ring0.firmware;
    requires org.slf4j;

    exports org.ring0.embed;
}
