package org.ring0.cli;

import org.ring0.cli.report.ProgramVersion;
import picocli.CommandLine.IVersionProvider;

/** What {@code ring0 --version} prints: the version in the jar's manifest. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = ProgramVersion.number();
        return new String[] {
            "ring0 " + (version == null ? "(not from a jar)" : version),
            "Java %s, %s %s".formatted(Runtime.version(), System.getProperty("os.name"), System.getProperty("os.arch"))
        };
    }
}
