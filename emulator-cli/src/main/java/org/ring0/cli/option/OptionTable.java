package org.ring0.cli.option;

import java.util.List;
import java.util.function.Consumer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Declares the options of a command to Picocli. In code: reading annotations on fields by reflection took a quarter of the
 * time from the command to the guest's first output.
 */
public final class OptionTable {
    private final CommandSpec spec;

    /** @param spec the command that gets the options, in the order in which they are declared */
    public OptionTable(CommandSpec spec) {
        this.spec = spec;
    }

    /** {@code -h} and {@code -V}. */
    public void standardHelp() {
        spec.addOption(OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build());
        spec.addOption(OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
    }

    /** An option without a value. */
    public void flag(String name, String description, Runnable action) {
        Consumer<Boolean> target = on -> action.run();
        spec.addOption(bound(OptionSpec.builder(name), target)
                .type(boolean.class)
                .arity("0")
                .description(description)
                .build());
    }

    /** An option with a value; what is done with it comes next. */
    public Option option(String name, String label, String description) {
        return new Option(OptionSpec.builder(name).paramLabel(label).description(description));
    }

    /** The argument without a name, which may be missing. */
    public <T> void argument(
            String label, String description, Class<T> type, ITypeConverter<T> reader, Consumer<T> target) {
        spec.addPositional(PositionalParamSpec.builder()
                .index("0")
                .arity("0..1")
                .paramLabel(label)
                .description(description)
                .type(type)
                .converters(reader)
                .getter(new Forgetful())
                .setter(new Target(target))
                .build());
    }

    private static OptionSpec.Builder bound(OptionSpec.Builder builder, Consumer<?> target) {
        return builder.getter(new Forgetful()).setter(new Target(target));
    }

    /** An option that is being declared; one of the methods without a result ends that. */
    public final class Option {
        private final OptionSpec.Builder builder;

        private Option(OptionSpec.Builder builder) {
            this.builder = builder.arity("1");
        }

        /** Another name of it. */
        public Option or(String name) {
            builder.names(builder.names()[0], name);
            return this;
        }

        /** What makes a value of the text, if Picocli does not know how. */
        public Option readBy(ITypeConverter<?> reader) {
            builder.converters(reader);
            return this;
        }

        /** Values may be given with commas between them. */
        public Option withCommas() {
            builder.splitRegex(",");
            return this;
        }

        /** It may be given once. */
        public <T> void sets(Class<T> type, Consumer<T> target) {
            spec.addOption(bound(builder, target).type(type).build());
        }

        /** It may be given again and again; values arrive in the order of the command line, those of other options between. */
        public <T> void eachTo(Class<T> type, Consumer<? super T> target) {
            Consumer<List<T>> all = values -> values.forEach(target);
            spec.addOption(
                    bound(builder, all).type(List.class).auxiliaryTypes(type).build());
        }
    }

    /** Has no value, so that a further occurrence of an option begins a new list, which holds what this occurrence gives. */
    private static final class Forgetful implements IGetter {
        @Override
        public <T> T get() {
            return null;
        }
    }

    /** Hands values on; null, by which Picocli resets an option, is none. */
    private record Target(Consumer<?> consumer) implements ISetter {
        @Override
        @SuppressWarnings("unchecked") // the type of the option is that of its consumer
        public <T> T set(T value) {
            if (value != null) {
                ((Consumer<T>) consumer).accept(value);
            }
            return null;
        }
    }
}
