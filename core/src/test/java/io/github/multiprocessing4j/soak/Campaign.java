package io.github.multiprocessing4j.soak;

/** Uses a part of the library, kills those who use it, and holds what comes of it against what was promised. */
interface Campaign {
    /** {@return what it is called in the report} */
    String name();

    /** {@return what it counts as done} */
    String unit();

    /**
     * Goes on until its time is over, and then looks whether all is there. What it can't go on after it throws.
     *
     * @param chaos what is random
     * @param tally who is told
     */
    void run(Chaos chaos, Tally tally) throws Exception;
}
