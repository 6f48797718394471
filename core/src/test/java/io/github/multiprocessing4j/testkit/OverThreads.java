package io.github.multiprocessing4j.testkit;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * The processes of these tests are threads of one JVM. What {@code docs/conformance.tsv} says to work between threads has to be tried
 * by such a class.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface OverThreads {}
