package io.github.multiprocessing4j.codec;

import java.io.IOException;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.lang.invoke.SerializedLambda;
import org.jspecify.annotations.Nullable;

/**
 * Writes one message as one of Java's object streams, which lasts no longer than the message. Classes are described by name
 * alone, since the other side has them; what object streams refuse but the codec carries is replaced by a stand-in.
 */
final class StreamWriter extends ObjectOutputStream {
    final Sink sink;

    private final Registry registry;

    /** The form of a lambda that is being written within its {@link CheckedLambda}. */
    private @Nullable SerializedLambda wrapped;

    private StreamWriter(Sink sink, Registry registry) throws IOException {
        super(new SinkStream(sink));
        this.sink = sink;
        this.registry = registry;
        enableReplaceObject(true);
    }

    static void write(@Nullable Object value, Sink sink, Registry registry) throws IOException {
        sink.writeByte(Tags.STREAM);
        int length = sink.skip(4);
        StreamWriter out = new StreamWriter(sink, registry);
        out.writeObject(value);
        out.flush();
        sink.setInt(length, sink.position() - length - 4);
    }

    @Override
    protected void writeStreamHeader() {}

    @Override
    protected void writeClassDescriptor(ObjectStreamClass described) throws IOException {
        StreamClass.of(described).write(this);
    }

    @Override
    protected void annotateClass(Class<?> type) throws IOException {
        if (SnippetVariables.mayHave(type)) {
            SnippetVariables.of(type).write(this);
        }
    }

    @Override
    protected Object replaceObject(Object object) {
        if (object instanceof SerializedLambda form) {
            return object == wrapped ? object : new CheckedLambda(form);
        }
        Class<?> type = object.getClass();
        if (type == String.class || object instanceof StandIn || object instanceof CheckedLambda) {
            return object;
        }
        Shape shape = registry.get(type);
        if (shape instanceof CustomShape custom) {
            return new StandIn(custom, object);
        }
        return shape instanceof Shape.Tagged tagged ? replace(tagged, object) : object;
    }

    private Object replace(Shape.Tagged shape, Object object) {
        if (shape.isExtra()) {
            return new StandIn(shape.tag, object);
        }
        boolean large = shape.isPrimitiveArray() && ArrayValues.goesOutOfBand(shape.tag, object, sink);
        return large ? new StandIn(Tags.OUT_OF_BAND, object) : object;
    }

    /** Writes the form of a lambda itself, where {@link #replaceObject} would otherwise replace it once more. */
    void writeWrapped(SerializedLambda form) throws IOException {
        SerializedLambda outer = wrapped;
        wrapped = form;
        writeObject(form);
        wrapped = outer;
    }

    private static final class SinkStream extends OutputStream {
        private final Sink sink;

        SinkStream(Sink sink) {
            this.sink = sink;
        }

        @Override
        public void write(int value) {
            sink.writeByte(value);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            sink.writeBytes(bytes, offset, length);
        }
    }
}
