package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.logging.ChildLogs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/*
 * What a child's JVM does: it turns to its parent, learns what to run, runs it on the main thread, and ends as any program
 * does. Returning from main is the quickest way out, and waits for the user's threads; an exception leaves main as well, so
 * that the JVM ends with exit code 1.
 *
 * Everything here happens once per process and before the user's first instruction, so it avoids what a JVM is slow to load:
 * lambdas, streams, regular expressions and the like.
 */
/** The main class of a child's JVM. */
final class ChildMain {
    /** As HotSpot's own {@code ExitOnOutOfMemoryError} has it. */
    private static final int OUT_OF_MEMORY = 3;

    private static final int RESERVE_BYTES = 1 << 18;

    /** Given up when memory is exhausted, so that there is some to say so. */
    @SuppressWarnings("unused")
    private static byte @Nullable [] reserve = new byte[RESERVE_BYTES];

    private ChildMain() {}

    /**
     * Runs a child.
     *
     * @param args its name or the beginning of it, for whoever lists processes
     * @throws Throwable what the target throws
     */
    public static void main(String[] args) throws Throwable {
        Thread.currentThread().setUncaughtExceptionHandler(new Reporter(args[0]));
        Bootstrap bootstrap = Bootstrap.fromStandardInput();
        ParentLink parent;
        ByteBuffer message;
        try {
            parent = meetParent(bootstrap);
            message = awaitOrder(parent);
        } catch (Throwable t) {
            endBeforeAnythingIsRun(args[0], bootstrap, t);
            throw t;
        }
        run(args[0], bootstrap, parent, message);
    }

    private static ParentLink meetParent(Bootstrap bootstrap) throws IOException {
        ChildLogs.begin(new LogsAnnouncer());
        bootstrap.joinTree();
        SignalAnnouncer.install();
        ParentWatch.start(bootstrap);
        ParentLink parent = ParentLink.to(bootstrap.invitation());
        ParentClasses.findFrom(parent);
        return parent;
    }

    private static ByteBuffer awaitOrder(ParentLink parent) throws Exception {
        ByteBuffer message = parent.nextMessage();
        if (prepares(message, parent)) {
            parent.announcePrepared();
            ParentWatch.idle(true);
            message = parent.nextMessage();
            ParentWatch.idle(false);
        }
        return message;
    }

    /** Halts: for lack of threads there may be nobody else who could end this process, and no code that would miss its end. */
    private static void endBeforeAnythingIsRun(String name, Bootstrap bootstrap, Throwable thrown) {
        if (thrown instanceof IOException) {
            // Most likely the parent is gone before its child has come up, and nobody is there to whom to report it.
            ParentWatch.leaveIfOrphaned(bootstrap);
        }
        new Reporter(name).uncaughtException(Thread.currentThread(), thrown);
        Runtime.getRuntime().halt(1);
    }

    private static void run(String called, Bootstrap bootstrap, ParentLink parent, ByteBuffer message)
            throws Throwable {
        String name = called;
        try {
            ChildProcess process = StartMessage.accept(message, bootstrap.parentPid());
            parent.announceDecoded();
            name = process.name();
            Thread.currentThread().setUncaughtExceptionHandler(new Reporter(name));
            try {
                process.run();
            } finally {
                System.out.flush();
                System.err.flush();
            }
        } catch (OutOfMemoryError e) {
            endForLackOfMemory(name, e, parent);
        }
    }

    /** A class that can't be loaded ahead is told to who wants it so; whatever else goes wrong shows as an early end. */
    private static boolean prepares(ByteBuffer message, ParentLink parent) throws Exception {
        try {
            return StartMessage.prepares(message);
        } catch (ClassNotFoundException e) {
            parent.announceUnprepared("a class can't be loaded ahead, " + e.getMessage());
            Runtime.getRuntime().halt(1); // nobody has run anything here yet
            throw e;
        }
    }

    private static final class LogsAnnouncer implements Runnable {
        @Override
        public void run() {
            ParentWatch.announceLogs();
        }
    }

    /** Prints in one piece, so that the traces of several processes stay apart. */
    private record Reporter(String name) implements Thread.UncaughtExceptionHandler {
        @Override
        public void uncaughtException(Thread thread, Throwable thrown) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace, true));
            System.err.print("Process " + name + " failed:\n" + trace);
            System.err.flush();
        }
    }

    private static void endForLackOfMemory(String name, OutOfMemoryError e, ParentLink parent) {
        reserve = null;
        ParentWatch.haltSoon(OUT_OF_MEMORY);
        parent.announceOutOfMemory();
        new Reporter(name).uncaughtException(Thread.currentThread(), e);
        System.exit(OUT_OF_MEMORY);
    }
}
