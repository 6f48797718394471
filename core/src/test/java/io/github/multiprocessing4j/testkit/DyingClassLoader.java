package io.github.multiprocessing4j.testkit;

/** As a JVM's system class loader, lets the JVM die before its main class is loaded. */
public final class DyingClassLoader extends ClassLoader {
    /** The property that says which death. */
    public static final String PROPERTY = "test.death";

    public DyingClassLoader(ClassLoader parent) {
        super(parent);
        Death.valueOf(System.getProperty(PROPERTY)).now();
    }
}
