package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.codec.Sink;
import io.github.multiprocessing4j.connection.AuthKey;
import io.github.multiprocessing4j.function.RemoteRunnable;
import java.util.Objects;

/**
 * What a JVM that waits to be told what to run does meanwhile: the same as then, with something that does nothing, so that all classes are
 * there that a start needs, and those that an end needs.
 */
final class Rehearsal {
    private Rehearsal() {}

    static void run() throws Exception {
        Codec codec = Codec.standard();
        Sink sink = new Sink();
        sink.writeByte(StartMessage.START);
        codec.write(null, sink); // properties
        codec.write("Rehearsal-1", sink);
        codec.write(false, sink); // is no daemon
        codec.write(AuthKey.random().toByteArray(), sink);
        codec.write("Rehearsal", sink);
        codec.write(false, sink); // all resources are on the class path
        codec.write(null, sink); // nothing is inherited
        codec.write(false, sink); // is no subclass
        int played = 0;
        codec.write((RemoteRunnable) () -> Objects.checkIndex(played, 1), sink);
        try {
            StartMessage.accept(sink.asByteBuffer(), ProcessHandle.current().pid())
                    .run();
        } finally {
            CurrentProcess.forget();
        }
        // Runtime.exit asks it whether to log who has called it, which takes ten times as long as all else if it is
        // asked for the first time.
        boolean _ = System.getLogger("java.lang.Runtime").isLoggable(System.Logger.Level.DEBUG);
    }
}
