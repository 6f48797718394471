package io.github.multiprocessing4j.codec;

import io.github.multiprocessing4j.os.BigStack;
import java.io.IOException;
import java.io.ObjectInputFilter;
import java.lang.ref.SoftReference;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes a message in the codec's own format if that carries all of it, and otherwise as one of Java's object streams. A
 * message is never a mixture of both: so object identity needs no agreement between them.
 *
 * <p>The stack limits the depth of what can be written and read. When it overflows, the same is done once more on a thread
 * with a large stack.
 */
final class StandardCodec implements Codec {
    static final Codec DEFAULT = new StandardCodec(new Registry(Map.of()), null, null);

    private final Registry registry;

    private final Gate gate;

    private final @Nullable Classes own;

    /** The classes of the context loader that was used last, which it must not keep alive. */
    private volatile SoftReference<@Nullable Classes> recent = new SoftReference<>(null);

    StandardCodec(Registry registry, @Nullable ObjectInputFilter filter, @Nullable ClassLoader loader) {
        this.registry = registry;
        this.gate = Gate.of(filter);
        this.own = loader == null ? null : new Classes(loader, true, registry);
    }

    @Override
    public void write(@Nullable Object value, Sink sink) {
        int start = sink.position();
        int segments = sink.outOfBandArrays().size();
        try {
            tryWrite(value, sink, start, segments);
        } catch (StackOverflowError e) {
            sink.rewind(start, segments);
            writeDeep(value, sink, start, segments);
        } catch (Throwable e) {
            sink.rewind(start, segments);
            throw Failures.writing(value, e);
        }
    }

    private void writeDeep(@Nullable Object value, Sink sink, int start, int segments) {
        try {
            BigStack.call(() -> {
                tryWrite(value, sink, start, segments);
                return null;
            });
        } catch (Throwable e) {
            sink.rewind(start, segments);
            throw Failures.writing(value, e);
        }
    }

    private void tryWrite(@Nullable Object value, Sink sink, int start, int segments) throws IOException {
        try {
            new FastWriter(sink, registry).writeObject(value);
        } catch (NeedsStream e) {
            sink.rewind(start, segments);
            StreamWriter.write(value, sink, registry);
        }
    }

    @Override
    public @Nullable Object read(Source source) {
        int start = source.position();
        try {
            return tryRead(source);
        } catch (StackOverflowError e) {
            source.position(start);
            return readDeep(source);
        } catch (Throwable e) {
            throw Failures.reading(e);
        }
    }

    private @Nullable Object readDeep(Source source) {
        try {
            return BigStack.call(() -> tryRead(source));
        } catch (Throwable e) {
            throw Failures.reading(e);
        }
    }

    private @Nullable Object tryRead(Source source) throws Exception {
        if (source.remaining() > 0 && source.array()[source.position()] == Tags.STREAM) {
            return StreamReader.read(source, classes(), gate);
        }
        return new FastReader(source, classes(), gate).readObject();
    }

    @SuppressWarnings("ReferenceEquality") // of class loaders
    private Classes classes() {
        if (own != null) {
            return own;
        }
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        ClassLoader current = context == null ? StandardCodec.class.getClassLoader() : context;
        Classes known = recent.get();
        if (known == null || known.loader != current) {
            known = new Classes(current, false, registry);
            recent = new SoftReference<>(known);
        }
        return known;
    }
}
