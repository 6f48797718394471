package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.region.SessionDirectory;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;

/** Programs whose processes live and die in the ways that {@link LifetimeTest} looks at. */
final class Lives {
    private Lives() {}

    /** Runs the program that is named first, with the path of a folder for what it has to tell. */
    public static void main(String[] args) throws Throwable {
        String folder = args[1];
        switch (args[0]) {
            case "tree" -> tree(folder);
            case "exhausted" -> {
                ChildProcess.builder()
                        .jvmOptions("-Xmx32m", "-XX:+UseSerialGC")
                        .output(Output.DISCARD)
                        .start(() -> exhaustAll(folder));
                Appearance.of(Path.of(folder, "child"));
                System.out.println("ready");
                new CountDownLatch(1).await();
            }
            case "waits" -> {
                ChildProcess.start(() -> {
                    Thread.currentThread().join(Duration.ofMillis(500));
                    tell(folder, "child", "done");
                });
                System.out.println("main is done");
            }
            case "daemon" -> {
                sleeper(folder, "child", true);
                System.out.println("main is done");
            }
            case "exit" -> {
                sleeper(folder, "child", false);
                System.exit(5);
            }
            case "interrupted" -> {
                ChildProcess.start(() -> {
                    interruptAll();
                    tell(folder, "child", "" + ProcessHandle.current().pid());
                    new CountDownLatch(1).await();
                });
                Appearance.of(Path.of(folder, "child"));
                System.out.println("ready");
                new CountDownLatch(1).await();
            }
            case "last-look" -> {
                ChildProcess.builder().daemon(true).start(() -> lookWhileEnding(folder));
                Appearance.of(Path.of(folder, "child"));
            }
            case "held-by-parent" -> {
                sleeper(folder, "child", false);
                system("sleep 60 & echo $! > " + folder + "/sleep.tmp; mv " + folder + "/sleep.tmp " + folder
                        + "/sleep");
                System.out.println("ready");
                new CountDownLatch(1).await();
            }
            case "portable" -> {
                var process = ChildProcess.start(() -> System.exit(7));
                process.join();
                System.out.println(process.exitStatus());
                var killed = ChildProcess.start(() -> new CountDownLatch(1).await());
                killed.kill();
                killed.join();
                System.out.println(killed.exitStatus());
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    /** A child and a grandchild, each of which tells its pid. */
    private static void tree(String folder) throws InterruptedException {
        ChildProcess.start(() -> {
            sleeper(folder, "grandchild", false);
            tell(folder, "child", "" + ProcessHandle.current().pid());
            new CountDownLatch(1).await();
        });
        Appearance.of(Path.of(folder, "child"));
        System.out.println("ready");
        new CountDownLatch(1).await();
    }

    /** Every thread of this one's group and the groups below, which are all that the library has here. */
    private static void interruptAll() {
        Thread.currentThread().getThreadGroup().interrupt();
        if (!Thread.interrupted()) {
            throw new AssertionError("not even this one");
        }
    }

    /** Tells as its process ends whether the directory of the tree goes away meanwhile. */
    private static void lookWhileEnding(String folder) throws Exception {
        Path directory = SessionDirectory.get();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            long start = System.nanoTime();
            while (Files.exists(directory) && System.nanoTime() - start < 500_000_000) {
                LockSupport.parkNanos(5_000_000);
            }
            try {
                tell(folder, "seen", Files.exists(directory) ? "it is there" : "it is gone");
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }));
        tell(folder, "child", "ready");
        new CountDownLatch(1).await();
    }

    private static final List<Object> HOARD = new ArrayList<>();

    /** Leaves this process without a descriptor and without memory, and says so before the last of it is gone. */
    private static void exhaustAll(String folder) throws Exception {
        Path draft = Files.writeString(
                Path.of(folder, "child.draft"), "" + ProcessHandle.current().pid());
        byte[][] reserve = {new byte[8 << 20]};
        try {
            while (true) {
                HOARD.add(new FileInputStream("/dev/zero"));
            }
        } catch (IOException | OutOfMemoryError e) { // the latter where there is no limit of descriptors to speak of
            reserve[0] = new byte[0];
            Files.move(draft, Path.of(folder, "child"));
        }
        for (int size = 1 << 20; size > 0; size /= 2) {
            try {
                while (true) {
                    HOARD.add(new byte[size]);
                }
            } catch (OutOfMemoryError e) {
                // smaller pieces still fit
            }
        }
        new CountDownLatch(1).await();
    }

    /** Starts a child that does nothing, and returns when it is doing so. */
    static void sleeper(String folder, String name, boolean daemon) {
        ChildProcess.builder().daemon(daemon).start(() -> {
            tell(folder, name, "" + ProcessHandle.current().pid());
            new CountDownLatch(1).await();
        });
        Appearance.of(Path.of(folder, name));
    }

    static void tell(String folder, String name, String what) throws Exception {
        Path draft = Files.writeString(Path.of(folder, name + ".draft"), what);
        Files.move(draft, Path.of(folder, name));
    }

    /** As C's system(3): the shell inherits every descriptor that is not close-on-exec, as the JDK's sockets are not. */
    @SuppressWarnings("restricted")
    static void system(String command) throws Throwable {
        Linker linker = Linker.nativeLinker();
        try (Arena arena = Arena.ofConfined()) {
            int result = (int) linker.downcallHandle(
                            linker.defaultLookup().find("system").orElseThrow(),
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS))
                    .invokeExact(arena.allocateFrom(command));
            if (result != 0) {
                throw new AssertionError(command + " gave " + result);
            }
        }
    }
}
