package org.ring0.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * How far a machine may run in one test, all its runs together; the nearest annotation counts. A test whose machine is at its
 * limit fails if it waits for something. Without it a machine may run for {@value #DEFAULT_GUEST_SECONDS} s of guest time.
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.PARAMETER, ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
public @interface Limit {
    /** The limit of machines that have none. */
    int DEFAULT_GUEST_SECONDS = 300;

    /** Instructions. */
    long instructions() default Long.MAX_VALUE;

    /** Guest time. */
    double guestSeconds() default DEFAULT_GUEST_SECONDS;

    /** Time of the host, for the case that it hangs; 0: as long as it takes. Where it ends a run, the run does not repeat. */
    double hostSeconds() default 0;
}
