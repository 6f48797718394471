package io.github.multiprocessing4j.codec;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectStreamClass;
import org.jspecify.annotations.Nullable;

/** Reads what {@link StreamWriter} wrote. */
final class StreamReader extends ObjectInputStream {
    final Source source;

    final Classes classes;

    final Gate gate;

    /** What went wrong while the stream called back; on its way out, the stream replaces it by its own confusion. */
    private @Nullable RuntimeException failure;

    private StreamReader(Source source, int start, int length, Classes classes, Gate gate) throws IOException {
        super(new ByteArrayInputStream(source.array(), start, length));
        this.source = source;
        this.classes = classes;
        this.gate = gate;
        setObjectInputFilter(new StreamFilter(gate.filter, length));
        enableResolveObject(true);
    }

    static @Nullable Object read(Source source, Classes classes, Gate gate) throws IOException, ClassNotFoundException {
        source.readByte();
        int length = source.readInt();
        int start = source.advance(length);
        StreamReader in = new StreamReader(source, start, length, classes, gate);
        try {
            return in.readObject();
        } catch (RuntimeException e) {
            throw in.failure == null ? e : in.failure;
        }
    }

    /** Remembers the first failure within a callback, to be thrown there. */
    RuntimeException failed(Throwable thrown) {
        RuntimeException unchecked = thrown instanceof RuntimeException e ? e : new CheckedFailure(thrown);
        if (failure == null) {
            failure = unchecked;
        }
        return unchecked;
    }

    @Override
    protected void readStreamHeader() {}

    @Override
    protected ObjectStreamClass readClassDescriptor() throws IOException {
        return StreamClass.read(this, classes);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass described) throws IOException, ClassNotFoundException {
        Class<?> type = described.forClass();
        if (SnippetVariables.mayHave(type)) {
            SnippetVariables.readAndSet(this);
            return classes.load(type.getName()); // another one if the former was outdated
        }
        return type;
    }

    @Override
    protected Class<?> resolveProxyClass(String[] interfaces) throws IOException, ClassNotFoundException {
        Class<?>[] types = new Class<?>[interfaces.length];
        for (int i = 0; i < types.length; i++) {
            types[i] = classes.load(interfaces[i]);
        }
        try {
            return ProxyClasses.of(types, classes.loader);
        } catch (IllegalArgumentException e) {
            throw new ClassNotFoundException(null, e);
        }
    }

    @Override
    protected @Nullable Object resolveObject(@Nullable Object object) {
        if (object instanceof StandIn standIn) {
            return standIn.value();
        }
        return object instanceof CheckedLambda checked ? checked.lambda() : object;
    }
}
