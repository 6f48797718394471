package io.github.multiprocessing4j.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A class of tests that runs while the other JVM of tests runs none ({@link SideBySide}). Meant for few. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
public @interface Alone {
    /** {@return what others would spoil} */
    String value();
}
