package org.ring0.cli.report;

/** Which ring0 this is. */
public final class ProgramVersion {
    private ProgramVersion() {}

    /** The version in the jar's manifest; null for classes that are not from a jar. */
    public static String number() {
        return ProgramVersion.class.getPackage().getImplementationVersion();
    }
}
