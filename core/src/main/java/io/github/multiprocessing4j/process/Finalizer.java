package io.github.multiprocessing4j.process;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Something that is done once: when this process ends, when an object is collected, or when {@link #clean} is called, whichever comes first. What
 * {@link Cleaner} is for objects, with an order at the end of the process.
 *
 * {@snippet :
 * Path scratch = Files.createTempDirectory("scratch");
 * Finalizer finalizer = Finalizer.atExit(10, () -> deleteAll(scratch)); // before those of a lower priority
 * ...
 * finalizer.clean();                                                    // now, and not again at the end
 * }
 *
 * <p><b>The order at the end of a process</b>, the main one or a child:
 *
 * <ol>
 *   <li>its threads that are not daemons have ended, unless {@link System#exit} or a signal ends it;
 *   <li>finalizers with a priority of at least 0 run: the highest priority first, of the same one the latest first;
 *   <li>daemon children are terminated, and the others waited for; after {@link System#exit} or a signal these are terminated as well, and who has not ended
 *       after two seconds is killed; from here on no process is started and no pool takes work, which is an {@link IllegalStateException} that says so;
 *   <li>finalizers with a negative priority run, in the same order.
 * </ol>
 *
 * <p>So they run after a return from {@code main} or of a child's target, after an exception out of it, at {@link System#exit}, SIGTERM, SIGINT and
 * SIGHUP, and in a child whose parent is gone, though then for at most three tenths of a second. They never run where a process is killed, crashes or {@linkplain
 * Runtime#halt halts}. They belong to the process that has made them: a child does not inherit any. JVM shutdown hooks run beside them, in no order.
 *
 * <p><b>Rules.</b> An action must not refer to the object whose collection it waits for, not even as a lambda that captures {@code this}: that would
 * never be collected. It must not call {@link System#exit}, which never returns there. Each runs on a thread of its own, one after the other. What it throws goes to that thread's
 * {@linkplain Thread#getUncaughtExceptionHandler uncaught exception handler}, as a rule to standard error, and the others run all the same. One that takes longer than ten seconds is
 * reported in the same way, with what it is doing; the others go on meanwhile, and the process does not wait for it when they are done. The system property {@code
 * multiprocessing4j.exitHookSeconds} sets another limit. What runs at the end of a child that its parent terminates as it ends itself, has two seconds in all.
 *
 * <p>Thread-safe. <b>Memory consistency effects:</b> actions in a thread before it makes one <i>happen-before</i> its action runs.
 *
 * <p>CPython's counterpart is {@code multiprocessing.util.Finalize}, and {@code atexit.register}, which {@link #atExit(Runnable)} is.
 */
public final class Finalizer implements Cleaner.Cleanable {
    /** Made when somebody's object is waited for: its thread stays as long as this process. */
    private static final class Collected {
        static final Cleaner CLEANER = Cleaner.create(
                task -> Thread.ofPlatform().daemon().name("mp4j-finalizer").unstarted(task));
    }

    /** Null when it runs, has run or was cancelled. */
    private final AtomicReference<@Nullable Runnable> action;

    /** Null if it does not run at the end of the process. Guarded by those that have it. */
    ExitHooks.@Nullable Rank rank;

    /** Null if no object is waited for. Written once, before anybody else has this. */
    private final Cleaner.@Nullable Cleanable registration;

    private Finalizer(@Nullable Object owner, Runnable action) {
        this.action = new AtomicReference<>(Objects.requireNonNull(action, "action"));
        this.registration = owner == null ? null : Collected.CLEANER.register(owner, this::ownerIsGone);
    }

    private Finalizer atExit(int priority) {
        try {
            ProcessExit.HOOKS.add(priority, this);
        } catch (IllegalStateException e) {
            cancel();
            throw e;
        }
        OrderlyEnd.look();
        return this;
    }

    /**
     * Has something done when this process ends, before all finalizers that have been given a priority. CPython: {@code atexit.register}; {@link #cancel} is {@code
     * atexit.unregister}.
     *
     * @param action what to do
     * @return by which to do it now, or not at all
     * @throws IllegalStateException if this process is ending and its last finalizers run
     */
    public static Finalizer atExit(Runnable action) {
        return atExit(Integer.MAX_VALUE, action);
    }

    /**
     * Has something done when this process ends.
     *
     * @param priority the higher, the earlier; below 0 after its children have ended
     * @param action what to do
     * @return by which to do it now, or not at all
     * @throws IllegalStateException if this process is ending and its last finalizers run
     */
    public static Finalizer atExit(int priority, Runnable action) {
        return new Finalizer(null, action).atExit(priority);
    }

    /**
     * Has something done when an object is not reachable any more, and not when this process ends before.
     *
     * @param owner the object
     * @param action what to do; must not refer to it
     * @return by which to do it now, or not at all
     */
    public static Finalizer of(Object owner, Runnable action) {
        return new Finalizer(Objects.requireNonNull(owner, "owner"), action);
    }

    /**
     * Has something done when an object is not reachable any more, or when this process ends.
     *
     * @param owner the object
     * @param priority the higher, the earlier at the end of the process; below 0 after its children have ended
     * @param action what to do; must not refer to the object
     * @return by which to do it now, or not at all
     * @throws IllegalStateException if this process is ending and its last finalizers run
     */
    public static Finalizer of(Object owner, int priority, Runnable action) {
        try {
            return new Finalizer(Objects.requireNonNull(owner, "owner"), action).atExit(priority);
        } finally {
            Reference.reachabilityFence(owner);
        }
    }

    /** Does it now, in this thread, unless it was done or cancelled. What the action throws is thrown here. */
    @Override
    public void clean() {
        Runnable mine = take();
        if (mine != null) {
            mine.run();
        }
    }

    /**
     * Has it not done.
     *
     * @return whether it would have been
     */
    public boolean cancel() {
        return take() != null;
    }

    /** {@return whether it was neither done nor cancelled yet} */
    public boolean isActive() {
        return action.get() != null;
    }

    private @Nullable Runnable take() {
        Runnable mine = action.getAndSet(null);
        if (mine != null) {
            if (registration != null) {
                registration.clean(); // finds nothing to do, and forgets the object
            }
            if (ProcessExit.HOOKS.remove(this)) {
                OrderlyEnd.look();
            }
        }
        return mine;
    }

    /** A cleaner would swallow what is thrown. */
    private void ownerIsGone() {
        try {
            clean();
        } catch (Throwable t) {
            Thread thread = Thread.currentThread();
            thread.getUncaughtExceptionHandler().uncaughtException(thread, t);
        }
    }

    @Override
    public String toString() {
        Runnable mine = action.get();
        return "Finalizer[" + (mine == null ? "done" : mine) + "]";
    }
}
