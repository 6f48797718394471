package io.github.multiprocessing4j.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** What watches a JVM, by options: a Java agent, a debugger, remote management. Each of the last two takes a port for itself. */
public final class Agents {
    /** Java agent. */
    public static final class Agent {
        private static boolean runs;

        private Agent() {}

        /** Called before the program. */
        public static void premain(String arguments) {
            runs = true;
        }

        /** {@return whether this JVM has it} */
        public static boolean runs() {
            return runs;
        }
    }

    private Agents() {}

    /** {@return the option for the Java agent, of which a jar is made} */
    public static String agent(Path folder) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
        manifest.getMainAttributes().putValue("Premain-Class", Agent.class.getName());
        Path jar = folder.resolve("agent.jar");
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return "-javaagent:" + jar;
    }

    /** {@return the option for a debugger to come, at a port that is free now} */
    public static String debugger() throws IOException {
        return "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,quiet=y,address=127.0.0.1:" + freePort();
    }

    /** {@return the options for management over the network, at a port that is free now} */
    public static List<String> management() throws IOException {
        return List.of(
                "-Dcom.sun.management.jmxremote.port=" + freePort(),
                "-Dcom.sun.management.jmxremote.authenticate=false",
                "-Dcom.sun.management.jmxremote.ssl=false");
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }
}
