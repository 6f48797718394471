package io.github.multiprocessing4j.recording;

import jdk.jfr.FlightRecorder;

/** Says whether there is somebody to tell. To be asked before a class of events is touched. */
public final class Recording {
    /** It is a module of its own, which an image of the JDK can be without, or a program on the module path. */
    private static final boolean PRESENT =
            ModuleLayer.boot().findModule("jdk.jfr").isPresent();

    private Recording() {}

    /** {@return whether Flight Recorder is at work in this JVM} */
    public static boolean isOn() {
        return PRESENT && FlightRecorder.isInitialized();
    }
}
