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
        return new StreamReader(source, start, length, classes, gate).readObject();
    }

    @Override
    protected void readStreamHeader() {}

    @Override
    protected ObjectStreamClass readClassDescriptor() throws IOException {
        return StreamClass.read(this, classes);
    }

    @Override
    protected Class<?> resolveClass(ObjectStreamClass described) {
        return described.forClass();
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
