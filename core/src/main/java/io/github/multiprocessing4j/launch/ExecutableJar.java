package io.github.multiprocessing4j.launch;

import io.github.multiprocessing4j.os.LibraryLog;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/**
 * The jar that this JVM was started from by {@code java -jar}. What its manifest opens is opened for that way of starting
 * only; children, which have another main class, get it as options. Native access is theirs anyway.
 */
final class ExecutableJar {
    private ExecutableJar() {}

    /** {@return options that do what the manifest asks for; none if this JVM was started in another way} */
    static List<String> options() {
        String jar = System.getProperty("java.class.path", "");
        String command = System.getProperty("sun.java.command", "");
        boolean started = !jar.isEmpty()
                && System.getProperty("jdk.module.main") == null
                && (command.equals(jar) || command.startsWith(jar.concat(" ")));
        return started ? options(Path.of(jar)) : List.of();
    }

    private static List<String> options(Path jar) {
        List<String> options = new ArrayList<>();
        try (JarFile file = new JarFile(jar.toFile())) {
            Manifest manifest = file.getManifest();
            if (manifest != null) {
                Attributes attributes = manifest.getMainAttributes();
                add(options, "--add-exports", attributes.getValue("Add-Exports"));
                add(options, "--add-opens", attributes.getValue("Add-Opens"));
            }
        } catch (IOException e) {
            LibraryLog.logger().log(Level.WARNING, "can't read what the manifest of " + jar + " opens for children", e);
        }
        return options;
    }

    /** As the java launcher does, passes over what is not there, of which the option would complain. */
    private static void add(List<String> options, String option, @Nullable String packages) {
        if (packages == null) {
            return;
        }
        for (String each : packages.trim().split(" +", -1)) {
            int slash = each.indexOf('/');
            if (slash > 0 && exists(each.substring(0, slash), each.substring(slash + 1))) {
                options.add(option);
                options.add(each.concat("=ALL-UNNAMED"));
            }
        }
    }

    private static boolean exists(String module, String name) {
        return ModuleLayer.boot()
                .findModule(module)
                .filter(found -> found.getPackages().contains(name))
                .isPresent();
    }
}
