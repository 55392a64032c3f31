package org.ring0.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.ring0.embed.EngineChoice;
import org.ring0.embed.VmBuilder;

/**
 * What a test's machine boots. On a parameter of type {@code Vm} or {@code VmBuilder}: that one; on a method or a class: every
 * parameter that says nothing itself. Each test method gets a machine of its own, which is closed behind it. Files are looked
 * for in the file system, from the project's folder, and then among the class's resources.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
public @interface Boot {
    /** A kernel to be started without firmware. */
    String kernel() default "";

    /** The kernel's RAM disk, or modules. */
    String[] initrd() default {};

    /** The kernel's command line. */
    String append() default "";

    /** A floppy, hard-disk or CD image or a kernel, recognised by its content. What the guest writes to it is forgotten. */
    String image() default "";

    /** RAM, as {@code 64M} or {@code 1G}. */
    String memory() default "128M";

    /** The CPU's model. */
    String cpu() default "";

    /** How code is executed. */
    EngineChoice engine() default EngineChoice.TRANSLATOR;

    /** Fails a test whose guest shows one of these on COM1 or on the text screen. */
    String[] failOn() default {};

    /** What else there is to say about the machine: a class with a constructor without parameters. */
    Class<? extends Setup> setup() default Setup.Nothing.class;

    /** Adds to a machine what annotations cannot say. */
    interface Setup {
        /** Called before the machine is built. */
        void prepare(VmBuilder machine);

        /** Adds nothing. */
        final class Nothing implements Setup {
            @Override
            public void prepare(VmBuilder machine) {}
        }
    }
}
