package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.codec.Sink;
import io.github.multiprocessing4j.codec.Source;
import io.github.multiprocessing4j.connection.AuthKey;
import io.github.multiprocessing4j.function.RemoteRunnable;
import java.util.Map;
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
        codec.write(UserProperties.here(Map.of()), sink);
        codec.write("Rehearsal", sink);
        codec.write(false, sink);
        codec.write(AuthKey.random().toByteArray(), sink);
        int played = 0;
        codec.write((RemoteRunnable) () -> Objects.checkIndex(played, 1), sink);
        Source source = Source.of(sink.asByteBuffer());
        for (int i = 0; i < 4; i++) {
            Objects.requireNonNull(codec.read(source));
        }
        ((RemoteRunnable) Objects.requireNonNull(codec.read(source))).run();
        // Runtime.exit asks it whether to log who has called it, which takes ten times as long as all else if it is
        // asked for the first time.
        boolean _ = System.getLogger("java.lang.Runtime").isLoggable(System.Logger.Level.DEBUG);
    }
}
