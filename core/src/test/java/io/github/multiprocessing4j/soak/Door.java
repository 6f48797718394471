package io.github.multiprocessing4j.soak;

import io.github.multiprocessing4j.failure.OwnerDiedException;
import io.github.multiprocessing4j.sync.Lock;
import io.github.multiprocessing4j.sync.OwnerDeath;
import io.github.multiprocessing4j.sync.RLock;
import io.github.multiprocessing4j.sync.Semaphore;
import java.io.Serializable;
import java.util.List;

/** What lets one process in at a time, and the next one when that has died inside. */
sealed interface Door extends Serializable, AutoCloseable {
    /** How somebody came in. */
    enum Entry {
        ORDINARY,
        /** He was told that another one has died inside. */
        TOLD,
        /** This kind tells nobody. */
        UNKNOWN
    }

    Entry enter() throws InterruptedException;

    void leave();

    @Override
    void close();

    static List<Door> ofEachKind() {
        return List.of(
                new Telling(Lock.create()),
                new HandedOn(RLock.builder().onOwnerDeath(OwnerDeath.TAKE_OVER).create()),
                new Returning(Semaphore.builder(1).returnPermitsOfDeadHolders().create()));
    }

    /** The next one is told by an exception, and recovers it. */
    record Telling(Lock lock) implements Door {
        @Override
        public Entry enter() {
            try {
                lock.lock();
                return Entry.ORDINARY;
            } catch (OwnerDiedException e) {
                return lock.recover() ? Entry.TOLD : Entry.ORDINARY; // else another one was faster
            }
        }

        @Override
        public void leave() {
            lock.unlock();
        }

        @Override
        public void close() {
            lock.close();
        }
    }

    /** The next one just gets it. */
    record HandedOn(RLock lock) implements Door {
        @Override
        public Entry enter() {
            lock.lock();
            return Entry.UNKNOWN;
        }

        @Override
        public void leave() {
            lock.unlock();
        }

        @Override
        public void close() {
            lock.close();
        }
    }

    /** The permit comes back. */
    record Returning(Semaphore semaphore) implements Door {
        @Override
        public Entry enter() throws InterruptedException {
            semaphore.acquire();
            return Entry.UNKNOWN;
        }

        @Override
        public void leave() {
            semaphore.release();
        }

        @Override
        public void close() {
            semaphore.close();
        }
    }
}
