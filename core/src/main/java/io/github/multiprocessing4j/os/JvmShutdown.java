package io.github.multiprocessing4j.os;

/** Whether this JVM is about to end, as after Ctrl-C: who is told of failures then only makes noise of them. */
public final class JvmShutdown {
    private static volatile boolean underWay;

    private static volatile boolean pastChildren;

    private JvmShutdown() {}

    /** To be called by the first shutdown hook that ends something on which others depend. */
    public static void begins() {
        underWay = true;
    }

    /** {@return whether it is} */
    public static boolean isUnderWay() {
        return underWay;
    }

    /** To be called before this JVM's children are ended: nobody would end those that are started later. */
    public static void endsChildren() {
        pastChildren = true;
    }

    /** {@return whether they are being ended, or were} */
    public static boolean isPastChildren() {
        return pastChildren;
    }
}
