package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.logging.ChildLogs;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Properties;
import java.util.Set;

/**
 * The system properties that a child gets from its parent: the program's own, and those of the JDK's libraries that still
 * have their effect when they are set in a running JVM, such as {@code java.util.logging.config.file}. Not those that
 * describe a JVM, which the child's tells of itself, nor those that it reads before it comes to us.
 */
final class UserProperties {
    /** What a JVM says of itself or reads at its start, under prefixes that programs use too. */
    private static final Set<String> NAMES = Set.of(
            "file.encoding",
            "file.encoding.pkg",
            "file.separator",
            "java.class.path",
            "java.class.version",
            "java.endorsed.dirs",
            "java.ext.dirs",
            "java.home",
            "java.io.tmpdir",
            "java.library.path",
            "java.security.manager",
            "java.system.class.loader",
            "line.separator",
            "native.encoding",
            "os.arch",
            "os.name",
            "os.version",
            "path.separator",
            "stderr.encoding",
            "stdin.encoding",
            "stdout.encoding",
            "user.country",
            "user.country.display",
            "user.country.format",
            "user.dir",
            "user.extensions",
            "user.extensions.display",
            "user.extensions.format",
            "user.home",
            "user.language",
            "user.language.display",
            "user.language.format",
            "user.name",
            "user.region",
            "user.script",
            "user.script.display",
            "user.script.format",
            "user.timezone",
            "user.variant",
            "user.variant.display",
            "user.variant.format");

    private static final String[] PREFIXES = {
        "java.launcher.",
        "java.runtime.",
        "java.specification.",
        "java.vendor",
        "java.version",
        "java.vm.",
        "jdk.",
        "sun."
    };

    /** Of those prefixes what belongs to the libraries. */
    private static final String[] OF_LIBRARIES = {
        "jdk.http.", "jdk.httpclient.", "jdk.tls.", "jdk.xml.", "sun.net.", "sun.rmi.", "sun.security."
    };

    private UserProperties() {}

    /**
     * {@return those that a child gets}
     *
     * @param others beside and instead of this JVM's
     * @param method how the child is started, and so how it starts its own children
     */
    static Map<String, String> here(Map<String, String> others, StartMethod method) {
        Properties all = System.getProperties();
        Map<String, String> own = new HashMap<>();
        for (String name : all.stringPropertyNames()) {
            String value = all.getProperty(name);
            if (value != null && !isOfTheJvm(name)) {
                own.put(name, value);
            }
        }
        own.put(StartMethod.PROPERTY, method.name());
        own.putAll(others);
        ChildLogs.pass(own);
        return own;
    }

    private static boolean isOfTheJvm(String name) {
        return NAMES.contains(name) || startsWithOne(name, PREFIXES) && !startsWithOne(name, OF_LIBRARIES);
    }

    private static boolean startsWithOne(String name, String[] prefixes) {
        for (String prefix : prefixes) {
            if (name.startsWith(prefix)) {
                return true;
            }
        }
        return false;
    }

    /** What has arrived before. Used by one thread. */
    private static Set<Object> arrived = Set.of();

    /** In the child, where options of its own win. May be called again, when the parent's are others. */
    static void arrive(Map<?, ?> properties) {
        Properties all = System.getProperties();
        Set<Object> now = new HashSet<>();
        for (Map.Entry<?, ?> property : properties.entrySet()) {
            if (isSetting(property.getKey())) {
                continue;
            }
            if (arrived.contains(property.getKey())
                    || !all.containsKey(property.getKey())
                    || ChildLogs.yields(property.getKey())) {
                all.put(property.getKey(), property.getValue());
                now.add(property.getKey());
            }
        }
        for (Object name : arrived) {
            if (!now.contains(name)) {
                all.remove(name);
            }
        }
        arrived = now;
        ChildLogs.settingsAre(properties.get(ChildLogs.LEVELS), properties.get(ChildLogs.STDERR));
    }

    /** What travels with them and is none. */
    private static boolean isSetting(Object name) {
        return name.equals(ChildLogs.LEVELS) || name.equals(ChildLogs.STDERR);
    }
}
