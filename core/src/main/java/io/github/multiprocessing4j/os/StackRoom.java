package io.github.multiprocessing4j.os;

/**
 * Whether a thread's stack has room for some calls more. A stack that overflows between the taking of a lock and its release leaves it taken for
 * ever: so who is about to take locks looks whether there is room for all that he does while he has them.
 */
public final class StackRoom {
    /** Of a call that does nothing: some ten KiB, more than the deepest of what is done under locks takes. */
    private static final int CALLS = 150;

    private StackRoom() {}

    /**
     * Does nothing.
     *
     * @throws StackOverflowError if there is little room left
     */
    public static void require() {
        int _ = down(CALLS);
    }

    /** {@return whether there is room} */
    public static boolean isThere() {
        try {
            require();
            return true;
        } catch (StackOverflowError e) {
            return false;
        }
    }

    /** The addition after the call keeps it from becoming a loop. */
    private static int down(int calls) {
        return calls == 0 ? 0 : down(calls - 1) + 1;
    }
}
