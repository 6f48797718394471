package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.codec.Sink;
import io.github.multiprocessing4j.connection.AuthKey;
import io.github.multiprocessing4j.function.RemoteRunnable;
import java.util.Objects;

/**
 * What a JVM that waits to be told what to run does meanwhile: the same as then, with something that does nothing, so that all classes are
 * there that a start needs. Not what {@code System.exit} needs besides: it asks for a logger, for which the JDK opens all jars of the
 * class path.
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
    }
}
