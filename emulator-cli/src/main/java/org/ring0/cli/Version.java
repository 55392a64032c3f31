package org.ring0.cli;

import picocli.CommandLine.IVersionProvider;

/** What {@code ring0 --version} prints: the version in the jar's manifest. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "ring0 " + (version == null ? "(not from a jar)" : version),
            "Java %s, %s %s".formatted(Runtime.version(), System.getProperty("os.name"), System.getProperty("os.arch"))
        };
    }
}
