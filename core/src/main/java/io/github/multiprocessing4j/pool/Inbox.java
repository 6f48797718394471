package io.github.multiprocessing4j.pool;

import io.github.multiprocessing4j.os.StackRoom;
import io.github.multiprocessing4j.region.Spin;
import io.github.multiprocessing4j.wire.Channel;
import io.github.multiprocessing4j.wire.SharedChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * What a worker has sent, and who takes it in: its receiver, a thread that sleeps until something comes. There are two ways to save waking it,
 * which takes longer than the smallest tasks themselves.
 */
abstract sealed class Inbox {
    private Inbox() {}

    static Inbox of(Worker worker, Channel channel) {
        ReportReader reports = new ReportReader(worker);
        return channel instanceof SharedChannel shared
                ? new Shared(worker, shared, reports)
                : new Plain(worker, channel, reports);
    }

    /** Takes in everything until the channel ends. */
    abstract void receiveAll() throws IOException;

    /** {@return whether something became true soon} */
    abstract boolean assist(Spin spin, BooleanSupplier done);

    /** Where there is no shared memory. */
    private static final class Plain extends Inbox {
        private final Worker worker;

        private final Channel channel;

        private final ReportReader reports;

        Plain(Worker worker, Channel channel, ReportReader reports) {
            this.worker = worker;
            this.channel = channel;
            this.reports = reports;
        }

        @Override
        void receiveAll() throws IOException {
            Thread.interrupted(); // the channel would be closed
            for (ByteBuffer message = channel.receive(); message != null; message = channel.receive()) {
                worker.hasSpoken();
                reports.take(message);
                reports.settle();
                Thread.interrupted(); // values that were decoded may have left it set
            }
        }

        @Override
        boolean assist(Spin spin, BooleanSupplier done) {
            return spin.until(done);
        }
    }

    /*
     * Where reports come fast the receiver takes a nap instead of going to sleep, and finds many when it looks again: nobody has to wake it. The
     * worker has enough to do meanwhile.
     *
     * A caller that waits for a report looks for it a while before it sleeps; while it does so it takes in what comes, one message at a time, and
     * has the worker not wake the receiver. Then two threads, the caller and the worker's, do all that a call takes, on two processors, and none of them
     * sleeps if the task is short. What it takes in before its own report the receiver
     * would have had to decode before that, too.
     */
    /** In shared memory. */
    private static final class Shared extends Inbox {
        /** So many messages between two naps are worth another one. */
        private static final int MANY = 4;

        /** With what the kernel adds to it, some 60 microseconds: as long as it takes to be woken. */
        private static final long NAP_NANOS = 5_000;

        private final Worker worker;

        private final SharedChannel channel;

        /** Held by who takes messages in and settles them. */
        private final ReentrantLock duty = new ReentrantLock();

        private final ReportReader reports;

        /** Held by who looks in the receiver's place. */
        private final ReentrantLock looking = new ReentrantLock();

        /** The receiver's, by which results are decoded. */
        private final ClassLoader loader = Thread.currentThread().getContextClassLoader();

        Shared(Worker worker, SharedChannel channel, ReportReader reports) {
            this.worker = worker;
            this.channel = channel;
            this.reports = reports;
        }

        @Override
        void receiveAll() throws IOException {
            Thread.interrupted(); // values that were decoded may have left it set, and the channel would be closed
            while (true) {
                channel.await();
                int taken = takeWhatIsThere();
                if (taken < 0) {
                    return;
                }
                while (taken >= MANY) {
                    LockSupport.parkNanos(NAP_NANOS);
                    taken = channel.hasMessage() ? takeWhatIsThere() : 0;
                }
            }
        }

        /** {@return how many messages there were; negative at the end} */
        private int takeWhatIsThere() throws IOException {
            int taken = 0;
            duty.lock();
            try {
                boolean more = channel.hasMessage() || channel.isClosed();
                while (more) {
                    if (!takeOne()) {
                        return -1;
                    }
                    taken++;
                    more = channel.hasMessage();
                    if (!more || reports.isFull()) {
                        reports.settle();
                        Thread.interrupted();
                    }
                }
                return taken;
            } finally {
                reports.settle();
                duty.unlock();
            }
        }

        /** {@return whether there was one, and not the end} */
        private boolean takeOne() throws IOException {
            ByteBuffer message = channel.receive();
            if (message == null) {
                return false;
            }
            worker.hasSpoken();
            reports.take(message);
            return true;
        }

        @Override
        boolean assist(Spin spin, BooleanSupplier done) {
            if (!looking.tryLock()) {
                return spin.until(done);
            }
            try {
                return channel.startLooking() ? look(spin, done) : spin.until(done);
            } finally {
                looking.unlock();
            }
        }

        private boolean look(Spin spin, BooleanSupplier done) {
            try {
                boolean _ = spin.until(() -> done.getAsBoolean() || !takeInPlace());
            } finally {
                channel.stopLooking();
            }
            return done.getAsBoolean();
        }

        /**
         * Takes in one message if there is one.
         *
         * @return false if that is for the receiver to do: the caller may be interrupted, or virtual, and waits for nothing
         */
        private boolean takeInPlace() {
            if (!channel.hasMessage()) {
                boolean _ = channel.startLooking(); // again, as the receiver may just have been about to sleep
                return true;
            }
            if (!StackRoom.isThere()) {
                return false;
            }
            if (!duty.tryLock()) {
                return true;
            }
            Thread caller = Thread.currentThread();
            ClassLoader callers = caller.getContextClassLoader();
            try {
                caller.setContextClassLoader(loader);
                if (!channel.hasWholeMessage() || !takeOne()) {
                    return false;
                }
                reports.settle();
                return true;
            } catch (IOException e) {
                return false; // it was closed
            } catch (Throwable t) {
                worker.canNotGoOn(t);
                return false;
            } finally {
                caller.setContextClassLoader(callers);
                duty.unlock();
            }
        }
    }
}
