package io.github.multiprocessing4j.os;

import java.lang.System.Logger.Level;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether this JVM may call the C library, and has one with all that we need. Where not, there are portable ways that know
 * less of a process's end; which is said once, in a log message.
 */
public final class NativeAccess {
    /** Of which {@link CFunction} knows how functions are called, and the constants here are. */
    private static final Set<String> ARCHITECTURES = Set.of("amd64", "aarch64", "riscv64");

    private NativeAccess() {}

    private static final class Holder {
        static final boolean AVAILABLE = probe();
    }

    /** {@return whether {@link Spawn}, {@link Wait}, {@link Signals} and {@link Descriptors} can be used} */
    public static boolean available() {
        return Holder.AVAILABLE;
    }

    private static boolean probe() {
        if (!System.getProperty("os.name").equals("Linux") || !ARCHITECTURES.contains(System.getProperty("os.arch"))) {
            return false;
        }
        try {
            Spawn.link();
            Wait.link();
            Signals.link();
            Descriptors.link();
            return true;
        } catch (ExceptionInInitializerError e) {
            explain(e.getCause());
            return false;
        }
    }

    private static void explain(@Nullable Throwable reason) {
        System.Logger log = LibraryLog.logger();
        String consequence =
                "children are started through java.lang.ProcessBuilder, and how they end is known less exactly";
        switch (reason) {
            case IllegalCallerException e ->
                log.log(
                        Level.WARNING,
                        "Native access is denied: {0}. Start the JVM with --enable-native-access={1} ({2})",
                        consequence,
                        moduleName(),
                        e.getMessage());
            case MissingFunctionException e ->
                log.log(Level.INFO, "The C library has no {0}: {1}", e.getMessage(), consequence);
            case UnsupportedOperationException e ->
                log.log(Level.INFO, "This JVM cannot call the C library: {1} ({0})", e.getMessage(), consequence);
            case null, default -> throw new ExceptionInInitializerError(reason);
        }
    }

    /** {@return what {@code --enable-native-access} wants to be given for this library} */
    public static String moduleName() {
        Module module = NativeAccess.class.getModule();
        return module.isNamed() ? module.getName() : "ALL-UNNAMED";
    }
}
