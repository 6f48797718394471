package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.Multiprocessing;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.CountDownLatch;

/** Programs that have something done when they end; {@link FinalizerTest} looks at what. */
final class ExitHookPrograms {
    private static final Object STAYS = new Object();

    private ExitHookPrograms() {}

    /** Adds a line to what was done. */
    static void note(String folder, String what) {
        try {
            Files.writeString(
                    Path.of(folder, "done"), what + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Runnable noting(String folder, String what) {
        return () -> note(folder, what);
    }

    static void registerAll(String folder) {
        Finalizer b = Finalizer.of(STAYS, noting(folder, "b"));
        b.clean();
        b.clean();
        Finalizer.of(STAYS, noting(folder, "c, which is not done at the end"));
        Finalizer.of(STAYS, 1, noting(folder, "d10"));
        Finalizer.atExit(0, noting(folder, "d01"));
        Finalizer.atExit(0, noting(folder, "d02"));
        Finalizer.of(STAYS, 0, noting(folder, "d03"));
        Finalizer.atExit(0, noting(folder, "cancelled")).cancel();
        Finalizer.atExit(-100, noting(folder, "stop"));
        Finalizer.atExit(-10, noting(folder, "e"));
        Multiprocessing.atExit(noting(folder, "at-exit"));
    }

    /** Registers as it is initialized. */
    static final class Preloaded {
        static final String FOLDER = "mp4j.test.exitHookFolder";

        static final boolean LOADED;

        static {
            String folder = System.getProperty(FOLDER);
            Finalizer.atExit(-1, () -> note(folder, "registered by a preloaded class"));
            LOADED = true;
        }
    }

    /** Runs the program that is named first, with the path of a folder for what it has to tell. */
    public static void main(String[] args) throws Exception {
        String folder = args[1];
        switch (args[0]) {
            case "throws" -> {
                Finalizer.atExit(3, noting(folder, "before"));
                Finalizer.atExit(2, () -> {
                    throw new IllegalStateException("thrown by a hook");
                });
                Finalizer.atExit(1, noting(folder, "after"));
            }
            case "hangs" -> {
                Finalizer.atExit(3, noting(folder, "before"));
                Finalizer.atExit(2, ExitHookPrograms::hang);
                Finalizer.atExit(1, noting(folder, "after"));
            }
            case "exits-on-any-error" -> {
                Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> System.exit(3));
                Finalizer.atExit(3, () -> {
                    throw new IllegalStateException("a hook fails");
                });
                Finalizer.atExit(2, ExitHookPrograms::hang);
                Finalizer.atExit(1, noting(folder, "after"));
                Finalizer.atExit(-1, noting(folder, "last"));
            }
            case "throws-on-any-error" -> {
                Thread.setDefaultUncaughtExceptionHandler((thread, thrown) -> {
                    throw new IllegalStateException("the handler fails", thrown);
                });
                Finalizer.atExit(2, ExitHookPrograms::hang);
                Finalizer.atExit(-1, noting(folder, "last"));
            }
            case "order" -> {
                Thread main = Thread.currentThread();
                new Thread(() -> {
                            awaitEnd(main);
                            note(folder, "a thread of the user has ended");
                        })
                        .start();
                ShortLived.child().daemon(true).start(() -> {
                    Multiprocessing.atExit(noting(folder, "the daemon is terminated"));
                    Files.createFile(Path.of(folder, "daemon-up"));
                    new CountDownLatch(1).await();
                });
                Appearance.of(Path.of(folder, "daemon-up"));
                endsByAFinalizer(folder);
            }
            case "order-in-child" -> {
                ChildProcess child = ShortLived.child().start(() -> endsByAFinalizer(folder));
                child.join();
                System.exit(child.exitStatus().exitCode());
            }
            case "orphan" -> {
                ShortLived.child().start(() -> {
                    Multiprocessing.atExit(noting(folder, "at the end of the orphan"));
                    System.out.println("ready");
                    new CountDownLatch(1).await();
                });
                new CountDownLatch(1).await();
            }
            case "hanging-orphans" -> hangingChild("pids", 2);
            case "too-late" -> {
                Finalizer.atExit(0, noting(folder, "first"));
                Finalizer.atExit(-1, () -> tryToRegister(folder, "late"));
                Finalizer.atExit(-2, () -> tryToRegister(folder, "later"));
            }
            default -> throw new IllegalArgumentException(args[0]);
        }
    }

    /** A child that is no daemon and runs until a finalizer of this process tells it to end. */
    private static void endsByAFinalizer(String folder) {
        Queue<String> queue = Queue.create();
        ShortLived.child().start(() -> note(folder, queue.take()));
        Finalizer.atExit(-1, noting(folder, "priority -1"));
        Finalizer.atExit(0, () -> {
            note(folder, "priority 0");
            queue.add("the child was told to end");
        });
    }

    private static void hangingChild(String pids, int levels) throws InterruptedException {
        Multiprocessing.atExit(ExitHookPrograms::hang);
        if (levels == 0) {
            System.out.println(pids);
        } else {
            ShortLived.child()
                    .start(() ->
                            hangingChild(pids + " " + ProcessHandle.current().pid(), levels - 1));
        }
        new CountDownLatch(1).await();
    }

    private static void tryToRegister(String folder, String name) {
        try {
            Finalizer.atExit(() -> note(folder, name + " is done"));
        } catch (IllegalStateException e) {
            note(folder, name + ": " + String.valueOf(e.getMessage()).split(",", -1)[0]);
        }
    }

    private static void hang() {
        while (true) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                // it hangs all the same
            }
        }
    }

    private static void awaitEnd(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
