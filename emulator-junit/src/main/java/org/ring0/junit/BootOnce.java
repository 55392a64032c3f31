package org.ring0.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Boots what {@link Boot} describes once for a class, until the guest shows a pattern; every test gets a fork of it, which
 * shares memory with the others until it writes. A fork's serial lines begin empty.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.METHOD, ElementType.TYPE})
public @interface BootOnce {
    /** What COM1 shows when the machine has booted. */
    String until();

    /** How much guest time that may take. */
    double guestSeconds() default Limit.DEFAULT_GUEST_SECONDS;
}
