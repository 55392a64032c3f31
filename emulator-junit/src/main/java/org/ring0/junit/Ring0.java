package org.ring0.junit;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.ring0.embed.Vm;
import org.ring0.embed.VmBuilder;
import org.ring0.embed.VmSnapshot;

/**
 * Gives tests their machines: parameters of type {@link Vm}, described by {@link Boot} and bounded by {@link Limit}.
 *
 * <pre>{@code
 * @ExtendWith(Ring0.class)
 * class KernelTest {
 *     @Test
 *     void boots(@Boot(kernel = "kernel.elf", memory = "64M") Vm vm) {
 *         vm.serial().expect("init: ready", guestSeconds(5));
 *     }
 * }
 * }</pre>
 *
 * A parameter of a test method or of a {@code @BeforeEach} method is that test's own machine (one and the same for all of
 * them), or a fork of one that has booted for the whole class, with {@link BootOnce}; one of a {@code @BeforeAll} method, or of
 * the constructor of a class with {@code Lifecycle.PER_CLASS}, is the class's. Machines share nothing, so that tests may run in
 * parallel. When a test or what comes before it fails, what its machines showed is written into a folder: see the guide.
 */
public final class Ring0 implements ParameterResolver, AfterEachCallback {
    private static final Namespace SPACE = Namespace.create(Ring0.class);
    private static final String MACHINES = "machines";

    /** The machines of a test or of a class, closed when it is over. */
    private static final class Machines implements AutoCloseable {
        final List<Labelled> all = new CopyOnWriteArrayList<>();

        @Override
        public void close() {
            all.forEach(each -> each.vm.close());
        }
    }

    /** A machine, and by which description its parameters ask for it. */
    private record Labelled(Boot boot, int number, String name, Vm vm) {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Vm.class || type == VmBuilder.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Boot boot = BootRequest.of(parameter, context);
        BootRequest request = new BootRequest(context.getRequiredTestClass());
        if (parameter.getParameter().getType() == VmBuilder.class) {
            return request.builder(boot);
        }
        Machines machines = machines(context);
        int number = BootRequest.number(boot, parameter);
        for (Labelled known : machines.all) {
            if (known.boot.equals(boot) && known.number == number) {
                return known.vm;
            }
        }
        Vm vm = BootRequest.nearest(BootOnce.class, parameter, context)
                .map(once -> booted(request, boot, once, context).start())
                .orElseGet(() -> request.builder(boot).build());
        vm.limit(BootRequest.budget(BootRequest.nearest(Limit.class, parameter, context)));
        machines.all.add(new Labelled(boot, number, name(parameter, machines), vm));
        return vm;
    }

    /** What the machine's folder is called. */
    private static String name(ParameterContext parameter, Machines machines) {
        return parameter.getParameter().isNamePresent()
                ? parameter.getParameter().getName()
                : machines.all.isEmpty() ? "vm" : "vm" + (machines.all.size() + 1);
    }

    /** A machine that has booted for all tests of a class: one of each description. */
    private record Booted(Boot boot, BootOnce once) {}

    private static VmSnapshot booted(BootRequest request, Boot boot, BootOnce once, ExtensionContext context) {
        ExtensionContext ofClass = context;
        while (ofClass.getTestMethod().isPresent()) {
            ofClass = ofClass.getParent().orElseThrow();
        }
        return store(ofClass)
                .getOrComputeIfAbsent(new Booted(boot, once), key -> request.boot(boot, once), VmSnapshot.class);
    }

    private static Machines machines(ExtensionContext context) {
        return store(context).getOrComputeIfAbsent(MACHINES, key -> new Machines(), Machines.class);
    }

    /** The store of this context alone: that of a method's is not that of its class. */
    private static Store store(ExtensionContext context) {
        return context.getStore(SPACE.append(context.getUniqueId()));
    }

    @Override
    public void afterEach(ExtensionContext context) throws IOException {
        if (context.getExecutionException().isEmpty()) {
            return;
        }
        Artifacts artifacts = new Artifacts(context);
        for (ExtensionContext at = context; at != null; at = at.getParent().orElse(null)) {
            Machines machines = store(at).get(MACHINES, Machines.class);
            if (machines != null) {
                for (Labelled each : machines.all) {
                    artifacts.write(each.name, each.vm);
                }
            }
        }
        artifacts.publish();
    }
}
