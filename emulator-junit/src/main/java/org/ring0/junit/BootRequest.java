package org.ring0.junit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.ReflectionSupport;
import org.ring0.core.machine.Budget;
import org.ring0.devices.board.PcConfig;
import org.ring0.devices.storage.image.Access;
import org.ring0.embed.GuestTime;
import org.ring0.embed.Vm;
import org.ring0.embed.VmBuilder;
import org.ring0.embed.VmException;
import org.ring0.embed.VmSnapshot;

/** From annotations to a machine. */
final class BootRequest {
    private final Class<?> test;

    BootRequest(Class<?> test) {
        this.test = test;
    }

    /** The annotation that counts for a parameter. */
    static Boot of(ParameterContext parameter, ExtensionContext context) {
        return nearest(Boot.class, parameter, context)
                .orElseThrow(() -> new ParameterResolutionException(
                        "what does the machine boot? @Boot is missing on the parameter, the method and the class"));
    }

    /**
     * Which of the machines of one description a parameter is: how many of its method's come before it. Names would not do,
     * since class files need not have them.
     */
    static int number(Boot boot, ParameterContext parameter) {
        return (int) Arrays.stream(parameter.getDeclaringExecutable().getParameters())
                .limit(parameter.getIndex())
                .filter(before -> before.getType() == Vm.class)
                .filter(before -> AnnotationSupport.findAnnotation(before, Boot.class)
                        .map(boot::equals)
                        .orElse(parameter.findAnnotation(Boot.class).isEmpty()))
                .count();
    }

    /** What is nearest: on the parameter, on its method, or on a class around it. */
    static <A extends java.lang.annotation.Annotation> Optional<A> nearest(
            Class<A> type, ParameterContext parameter, ExtensionContext context) {
        return parameter
                .findAnnotation(type)
                .or(() -> AnnotationSupport.findAnnotation(parameter.getDeclaringExecutable(), type))
                .or(() -> AnnotationSupport.findAnnotation(
                        context.getRequiredTestClass(), type, context.getEnclosingTestClasses()));
    }

    VmBuilder builder(Boot boot) {
        if (boot.kernel().isEmpty() && boot.image().isEmpty() && boot.setup() == Boot.Setup.Nothing.class) {
            throw new VmException("what does the machine boot? @Boot names no kernel and no image, and has no setup");
        }
        VmBuilder builder = Vm.builder().memory(boot.memory()).engine(boot.engine());
        if (!boot.kernel().isEmpty()) {
            builder.kernel(file(boot.kernel()));
        }
        if (!boot.append().isEmpty()) {
            builder.commandLine(boot.append());
        }
        for (String initrd : boot.initrd()) {
            builder.initrd(file(initrd));
        }
        if (!boot.image().isEmpty()) {
            builder.image(file(boot.image()), Access.SNAPSHOT);
        }
        if (!boot.cpu().isEmpty()) {
            builder.cpu(boot.cpu());
        }
        for (String pattern : boot.failOn()) {
            builder.failOn(pattern);
        }
        ReflectionSupport.newInstance(boot.setup()).prepare(builder);
        return builder;
    }

    /** A machine that has booted. */
    VmSnapshot boot(Boot boot, BootOnce once) {
        try (Vm vm = builder(boot).forForks(true).build()) {
            vm.serial().expect(once.until(), seconds(once.guestSeconds()));
            return vm.snapshot();
        }
    }

    /** A file of the project, or a copy of a resource of the test's class. */
    private Path file(String name) {
        Path file = Path.of(name);
        if (Files.exists(file)) {
            return file;
        }
        try (InputStream resource = test.getResourceAsStream(name)) {
            if (resource == null) {
                return file; // which does not exist, as the machine will say
            }
            Path copy = Files.createTempFile("ring0-", "-" + file.getFileName());
            copy.toFile().deleteOnExit();
            Files.write(copy, resource.readAllBytes());
            return copy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How far the machine may run. */
    static Budget budget(Optional<Limit> limit) {
        long frequency = PcConfig.DEFAULT_FREQUENCY;
        if (limit.isEmpty()) {
            return Budget.UNLIMITED.withCycles(Limit.DEFAULT_GUEST_SECONDS * frequency);
        }
        Limit given = limit.get();
        if (given.instructions() <= 0 || !(given.guestSeconds() > 0) || !(given.hostSeconds() >= 0)) {
            throw new VmException("a limit must be more than nothing: " + given);
        }
        Budget budget = Budget.ofInstructions(given.instructions())
                .withCycles(GuestTime.cycles(seconds(given.guestSeconds()), frequency));
        return given.hostSeconds() == 0 ? budget : budget.withHostTime(seconds(given.hostSeconds()));
    }

    private static Duration seconds(double seconds) {
        return Duration.ofNanos((long) (seconds * 1e9));
    }
}
