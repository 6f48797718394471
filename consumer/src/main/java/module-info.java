/** A program that uses the library. */
module squares {
    requires io.github.multiprocessing4j;
}
