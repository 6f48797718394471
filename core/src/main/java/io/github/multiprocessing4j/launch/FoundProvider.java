package io.github.multiprocessing4j.launch;

import java.nio.channels.spi.SelectorProvider;
import java.util.List;

/**
 * Who makes a JVM's channels. The JDK looks for that in all jars of the class path before a child can open the first socket, which
 * takes it half a millisecond for each of them; its parent has done so already.
 */
final class FoundProvider {
    private static final String PROPERTY = "java.nio.channels.spi.SelectorProvider";

    private FoundProvider() {}

    /** {@return what tells a JVM of the same JDK and class path; nothing if it is not the JDK's own, which a child had better look for} */
    static List<String> options() {
        Class<?> found = SelectorProvider.provider().getClass();
        return found.getClassLoader() == null ? List.of("-D" + PROPERTY + "=" + found.getName()) : List.of();
    }
}
