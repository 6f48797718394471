package io.github.multiprocessing4j.failuremodel;

/** Can't be serialized. */
final class Unsendable {
    String touched() {
        return "touched";
    }
}
