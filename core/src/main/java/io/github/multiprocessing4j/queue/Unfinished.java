package io.github.multiprocessing4j.queue;

import io.github.multiprocessing4j.region.WordWait;
import io.github.multiprocessing4j.wire.Doorbell;
import java.util.function.BooleanSupplier;

/** The elements of a queue that were put and are not done yet, and those who wait for that. */
final class Unfinished {
    private final Control control;

    private final Ledger ledger;

    private final Doorbell done;

    Unfinished(Control control, Ledger ledger) {
        this.control = control;
        this.ledger = ledger;
        this.done = new Doorbell(control.memory(), Control.DONE);
    }

    /** {@return how many they are} */
    long count() {
        long all = control.state() == Control.SHUT_DOWN_NOW ? control.takes() : control.puts();
        return Math.max(0, all - ledger.dones());
    }

    /** This process is about to take an element. To be called by who has the take lock, as the next four. */
    void takes() {
        ledger.takes();
    }

    /** Sets right what one has left who could not take an element, or died as he did. */
    void repair() {
        ledger.repair(control.takes());
        wakeAll();
    }

    /** One more element is done. */
    void done() {
        if (ledger.dones() >= control.puts()) {
            throw new IllegalStateException("taskDone was called more often than elements were put into the queue");
        }
        ledger.done();
    }

    /** What dead processes have taken will not be done by anybody. */
    void buryTheDead() {
        ledger.buryTheDead();
    }

    /** {@return whether it became true soon} */
    boolean spin(BooleanSupplier over) {
        return done.spin(over);
    }

    /** Sleeps until somebody is woken, or less. */
    void sleep(BooleanSupplier over, long nanos) throws InterruptedException {
        done.sleep(over, nanos, WordWait.SLICE_NANOS);
    }

    void wakeAll() {
        done.ring();
    }
}
