package io.github.multiprocessing4j.failuremodel;

/** What can go wrong, in the order of the page. */
enum Mishap {
    KILLED("The peer is killed", "from the call of kill(2) with SIGKILL to what the caller sees"),
    OUT_OF_MEMORY(
            "The peer runs out of memory",
            "from the last moment in which the peer was seen alive to what the caller sees"),
    STOPPED(
            "The peer is stopped",
            "beyond the caller's own time limit, or from SIGCONT to what the caller sees, whichever is longer"),
    PARENT_KILLED(
            "The parent is killed", "from the call of kill(2) with SIGKILL to the end of all processes of the tree"),
    INTERRUPT("The waiting thread is interrupted", "from the interrupt to what the caller sees"),
    TIMEOUT("The caller's time is up", "beyond the time limit"),
    UNSERIALIZABLE("A value can't be sent", "from the call to what the caller sees"),
    UNREADABLE("A value can't be read where it arrives", "from the call to what the caller sees"),
    GARBAGE("Garbage comes instead of a message", "from the garbage to what the caller sees");

    private final String title;

    private final String measured;

    Mishap(String title, String measured) {
        this.title = title;
        this.measured = measured;
    }

    /** {@return a heading} */
    String title() {
        return title;
    }

    /** {@return which time is measured} */
    String measured() {
        return measured;
    }
}
