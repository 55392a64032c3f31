/** PCs as parameters of JUnit tests. */
module org.ring0.junit {
    requires transitive org.junit.jupiter.api;
    requires transitive org.ring0.embed;
    requires org.junit.platform.commons;

    exports org.ring0.junit;
}
