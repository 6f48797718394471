package io.github.multiprocessing4j.manager;

/** An object of a server that ends when nobody can call it any more. Only for objects that are not the server's own code's as well. */
interface Unreferenced {
    /** The last proxy for it was given up, in whatever process, or collected if it was in the server. Does not wait. */
    void unreferenced();
}
