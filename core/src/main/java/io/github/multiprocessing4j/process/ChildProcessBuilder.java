package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.connection.AuthKey;
import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.function.RemoteRunnable;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/** Builds processes. Not thread-safe; can be used again for more than one. */
public final class ChildProcessBuilder {
    @Nullable
    String name;

    boolean daemon;

    Output output = Output.INHERIT;

    boolean ownGroup;

    JvmSettings jvm = JvmSettings.usual();

    @Nullable
    AuthKey authKey;

    Start start = new Start.AsProcess();

    private List<Carried> carried = List.of();

    ChildProcessBuilder() {}

    /**
     * Makes it a thread of this process in place of a process of its own; {@link ChildProcess} tells what differs. What {@code Context.threads()}
     * gives. Once this was said, nothing can be asked for that only a process has: output, JVM options, a group.
     *
     * @param factory makes the thread, as {@code Thread.ofPlatform().factory()} or {@code Thread.ofVirtual().factory()}; its name, and
     *     whether a platform thread is a daemon, are the process's
     * @return this
     * @throws UnsupportedOperationException if such a thing was asked for before
     */
    public ChildProcessBuilder thread(ThreadFactory factory) {
        Start thread = new Start.AsThread(Objects.requireNonNull(factory, "factory"));
        if (ownGroup) {
            thread.requireProcess("process group");
        } else if (output != Output.INHERIT) {
            thread.requireProcess("output");
        } else if (!jvm.equals(JvmSettings.usual())) {
            thread.requireProcess("JVM");
        }
        start = thread;
        return this;
    }

    /**
     * Names the process.
     *
     * @param name its name; not empty
     * @return this
     */
    public ChildProcessBuilder name(String name) {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a process's name can't be empty");
        }
        this.name = name;
        return this;
    }

    /**
     * Makes it a daemon: terminated when its parent ends, rather than waited for.
     *
     * @param daemon whether it is one; not by default
     * @return this
     */
    public ChildProcessBuilder daemon(boolean daemon) {
        this.daemon = daemon;
        return this;
    }

    /**
     * Gives it a process group of its own, as an interactive shell does with each of its jobs. Then Ctrl-C at the terminal does not reach it but
     * only its parent, which ends it if it is a daemon; and if it is killed, crashes, or ends with an exit code other than 0, all programs that it
     * has started are killed with it, unless they have left the group. On POSIX systems where native access is allowed; has no effect elsewhere.
     *
     * @param ownGroup whether it has one; not by default
     * @return this
     */
    public ChildProcessBuilder ownGroup(boolean ownGroup) {
        start.requireProcess("process group");
        this.ownGroup = ownGroup;
        return this;
    }

    /**
     * Says where its standard output and error go.
     *
     * @param output {@link Output#INHERIT} by default
     * @return this
     */
    public ChildProcessBuilder output(Output output) {
        start.requireProcess("output");
        this.output = Objects.requireNonNull(output, "output");
        return this;
    }

    /**
     * Gives options to its JVM, after, and so stronger than, those that it has anyway. They show in the system's process
     * list, so they are no place for secrets. An option that the JVM does not know ends it at once with exit code 1;
     * what it has to say of that is on its standard error.
     *
     * <p>What a child has anyway of its parent:
     *
     * <ul>
     *   <li>the JDK, the class path and the module path, with the main module. Where an AOT cache of this library is used ({@link
     *       StartMethod#SPAWN}) its jar comes first;
     *   <li>of the JVM's options those that decide which code can be loaded and how it may be accessed:
     *       {@code --add-opens}, {@code --add-exports}, {@code --add-reads}, {@code --add-modules},
     *       {@code --limit-modules}, {@code --patch-module}, {@code --upgrade-module-path},
     *       {@code --enable-native-access}, {@code --illegal-native-access}, {@code --enable-preview},
     *       {@code --sun-misc-unsafe-memory-access}, {@code -Xbootclasspath/a} and the switches of assertions;
     *   <li>of an executable jar, what its manifest opens and exports;
     *   <li>the system properties whose values are strings, as they are when the child is started, and set before any
     *       class of the program is loaded. Left out are those that describe a JVM, such as {@code java.home},
     *       {@code os.name}, {@code user.dir}, {@code file.separator} and most of {@code jdk.} and {@code sun.}; of
     *       these the encodings, {@code java.io.tmpdir}, {@code java.library.path}, {@code java.system.class.loader},
     *       {@code java.net.preferIPv4Stack} and the like, and those of the locale and the time zone come along if they
     *       stand in the parent's command line;
     *   <li>the working directory, and the environment but for {@code JAVA_TOOL_OPTIONS}, {@code JDK_JAVA_OPTIONS} and
     *       {@code _JAVA_OPTIONS}.
     * </ul>
     *
     * <p>Everything else is to be given here: heap and stack sizes, the collector, agents, the debugger, JMX and all other
     * {@code -X} and {@code -XX} options. The JVM's own log and warnings go to standard error, and its report of a crash
     * where {@link ChildProcess#crashReport} finds it, unless an option given here has it otherwise.
     *
     * @param options as on the command line of {@code java}
     * @return this
     */
    public ChildProcessBuilder jvmOptions(String... options) {
        return jvmOptions(List.of(options));
    }

    /**
     * Gives options to its JVM.
     *
     * @param options as on the command line of {@code java}
     * @return this
     * @see #jvmOptions(String...)
     */
    public ChildProcessBuilder jvmOptions(List<String> options) {
        start.requireProcess("JVM");
        return jvm(jvm.toBuilder().jvmOptions(options).build());
    }

    /**
     * Says where its JVM comes from.
     *
     * @param method {@link StartMethod#getDefault()} by default
     * @return this
     */
    public ChildProcessBuilder startMethod(StartMethod method) {
        return jvm(jvm.toBuilder().startMethod(method).build());
    }

    /**
     * Says all that there is to say of its JVM, in place of what was said before.
     *
     * @param settings {@link JvmSettings#usual()} by default
     * @return this
     */
    public ChildProcessBuilder jvm(JvmSettings settings) {
        start.requireProcess("JVM");
        this.jvm = Objects.requireNonNull(settings, "settings");
        return this;
    }

    /**
     * Gives it another key than its creator's.
     *
     * @param authKey the key
     * @return this
     */
    public ChildProcessBuilder authKey(AuthKey authKey) {
        this.authKey = Objects.requireNonNull(authKey, "authKey");
        return this;
    }

    /**
     * Has something of the thread that builds the process go along, to be there while the target runs: scoped values, the MDC. Replaces what was said
     * before. Has no effect on a subclass's {@link ChildProcess#run()}.
     *
     * @param what of what
     * @return this
     */
    public ChildProcessBuilder carrying(Carried... what) {
        carried = List.of(what);
        return this;
    }

    /**
     * {@return a process, not started yet}
     *
     * @param target what it is to run
     */
    public ChildProcess of(RemoteRunnable target) {
        Objects.requireNonNull(target, "target");
        return new ChildProcess(
                this, carried.isEmpty() ? target : Captured.of(carried).around(target));
    }

    /**
     * Creates and starts a process.
     *
     * @param target what it is to run
     * @return the process
     * @throws SerializationException if the target, or what it captures, can't be sent
     * @throws ProcessStartException if the operating system refuses
     * @throws IllegalStateException if this process may not have children
     */
    public ChildProcess start(RemoteRunnable target) {
        return of(target).start();
    }
}
