package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.codec.Codec;
import io.github.multiprocessing4j.codec.Sink;
import io.github.multiprocessing4j.codec.Source;
import io.github.multiprocessing4j.connection.AuthKey;
import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.region.Transit;
import io.github.multiprocessing4j.wire.ProcessStart;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a parent tells its child: who it is, which system properties it has, which values its {@link Inherited} variables have, and what to run. The properties come first, so
 * that they are set before any class of the user's is loaded. A child that is started ahead of need gets a preparation before, with the
 * properties as they are then. The first byte says which it is.
 */
final class StartMessage {
    static final int START = 1;
    private static final int PREPARE = 2;

    private StartMessage() {}

    /**
     * {@return what a child is told that waits for its start message}
     *
     * @param properties the system properties that it is to have
     */
    static ByteBuffer preparation(JvmSettings jvm, Map<String, String> properties) {
        Sink sink = new Sink();
        sink.writeByte(PREPARE);
        Codec codec = Codec.standard();
        codec.write(properties, sink);
        codec.write(jvm.preload(), sink);
        codec.write(jvm.onPreloadError().name(), sink);
        return sink.asByteBuffer();
    }

    /**
     * {@return what a start message begins with}
     *
     * @param properties the system properties that the child is to have; null if it has them already
     */
    static ByteBuffer beginning(@Nullable Map<String, String> properties) {
        Sink sink = new Sink();
        sink.writeByte(START);
        Codec.standard().write(properties, sink);
        return sink.asByteBuffer();
    }

    /** {@return whether it says to make oneself ready for another message; done then} */
    static boolean prepares(ByteBuffer message) throws Exception {
        if (message.get(message.position()) != PREPARE) {
            return false;
        }
        Codec codec = Codec.standard();
        Source source = Source.of(message);
        var _ = source.readByte();
        UserProperties.arrive(read(codec, source, Map.class));
        Rehearsal.run();
        Rehearsal.run(); // what the first time has made is looked up the second time
        List<?> classNames = read(codec, source, List.class);
        PreloadError onError = PreloadError.valueOf(read(codec, source, String.class));
        for (Object name : classNames) {
            onError.load((String) name);
        }
        return true;
    }

    /** {@return what comes after the beginning} What leaves with the message boards the transit, whose user says what became of it. */
    static ByteBuffer encode(ChildProcess process, Transit transit) {
        Sink sink = new Sink();
        transit.board(() -> ProcessStart.encode(() -> write(process, sink)));
        return sink.asByteBuffer();
    }

    private static void write(ChildProcess process, Sink sink) {
        Codec codec = Codec.standard();
        codec.write(process.name(), sink);
        codec.write(process.isDaemon(), sink);
        codec.write(process.authKey().toByteArray(), sink);
        codec.write(CurrentProcess.ofThisJvm().name(), sink);
        codec.write(ClassOffice.hasResources(), sink);
        codec.write(InheritedValues.now(), sink);
        boolean subclass = process.getClass() != ChildProcess.class;
        codec.write(subclass, sink);
        codec.write(subclass ? process : process.target(), sink);
    }

    /**
     * In the child: takes on what the message says, up to and including what to run.
     *
     * @param message what came
     * @param parentPid who sent it
     * @return the process to run
     */
    static ChildProcess accept(ByteBuffer message, long parentPid) {
        Codec codec = Codec.standard();
        Source source = Source.of(message);
        if (source.readByte() != START) {
            throw new IllegalStateException("the parent's start message is damaged");
        }
        if (codec.read(source) instanceof Map<?, ?> properties) {
            UserProperties.arrive(properties);
        }
        String name = read(codec, source, String.class);
        boolean daemon = read(codec, source, Boolean.class);
        AuthKey key = AuthKey.of(read(codec, source, byte[].class));
        String parentName = read(codec, source, String.class);
        ChildProcess parent = new ChildProcess(parentName, false, new Relation.Parent(parentPid), key, null);
        CurrentProcess.is(new ChildProcess(name, daemon, new Relation.Self(), key, null), parent);
        if (read(codec, source, Boolean.class)) {
            ParentClasses.findResourcesToo();
        }
        if (codec.read(source) instanceof Map<?, ?> inherited) {
            InheritedValues.arrive(inherited);
        }
        ChildProcess process = read(codec, source, Boolean.class)
                ? read(codec, source, ChildProcess.class)
                : new ChildProcess(name, daemon, new Relation.Self(), key, read(codec, source, RemoteRunnable.class));
        process.becomeCurrent();
        CurrentProcess.isLoaded(process);
        return process;
    }

    private static <T> T read(Codec codec, Source source, Class<T> type) {
        Object value = codec.read(source);
        if (!type.isInstance(value)) {
            throw new IllegalStateException(
                    "the parent's start message is damaged: instead of a " + type.getName() + " came "
                            + (value == null ? "null" : "a " + value.getClass().getName()));
        }
        return type.cast(value);
    }
}
