package io.github.multiprocessing4j.codec;

import java.lang.foreign.MemorySegment;
import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/** Arrays of primitives, of {@code Object} and of {@code String}: a length and the elements. */
final class ArrayValues {
    private ArrayValues() {}

    static void write(int tag, Object array, FastWriter out) {
        if (out.repeats(array)) {
            return;
        }
        if (tag >= Tags.OBJECTS) {
            out.sawArray(/* throughList= */ false);
            out.sink.writeByte(tag);
            writeElements((Object[]) array, out);
        } else {
            writePrimitives(tag, array, out);
        }
    }

    static void writeElements(@Nullable Object[] array, FastWriter out) {
        out.sink.writeVarInt(array.length);
        for (Object element : array) {
            out.writeObject(element);
        }
    }

    private static void writePrimitives(int tag, Object array, FastWriter out) {
        Sink sink = out.sink;
        int length = Array.getLength(array);
        long size = (long) length * width(tag);
        if (goesOutOfBand(tag, array, sink)) {
            sink.writeByte(Tags.OUT_OF_BAND);
            writeOutOfBand(array, sink, out);
            return;
        }
        sink.ensure((int) Math.min(Integer.MAX_VALUE, size + 6));
        sink.writeByte(tag);
        sink.writeVarInt(length);
        copyIn(tag, array, sink, (int) size);
    }

    static boolean goesOutOfBand(int tag, Object array, Sink sink) {
        return tag != Tags.BOOLEANS && sink.takesOutOfBand((long) Array.getLength(array) * width(tag));
    }

    static void writeOutOfBand(Object array, Sink sink, Encoder out) {
        int tag = tagOf(array.getClass().getComponentType());
        out.writeByte(tag);
        out.writeInt(Array.getLength(array));
        out.writeInt(sink.addOutOfBand(array));
    }

    private static void copyIn(int tag, Object array, Sink sink, int size) {
        if (tag == Tags.BYTES) {
            sink.writeBytes((byte[]) array, 0, size);
            return;
        }
        int at = sink.skip(size);
        ByteBuffer to = little(sink.array(), at, size);
        switch (tag) {
            case Tags.BOOLEANS -> putBooleans((boolean[]) array, to);
            case Tags.SHORTS -> to.asShortBuffer().put((short[]) array);
            case Tags.CHARS -> to.asCharBuffer().put((char[]) array);
            case Tags.INTS -> to.asIntBuffer().put((int[]) array);
            case Tags.LONGS -> to.asLongBuffer().put((long[]) array);
            case Tags.FLOATS -> to.asFloatBuffer().put((float[]) array);
            default -> to.asDoubleBuffer().put((double[]) array);
        }
    }

    private static void putBooleans(boolean[] array, ByteBuffer to) {
        for (boolean element : array) {
            to.put((byte) (element ? 1 : 0));
        }
    }

    static Object read(int tag, FastReader in) {
        return switch (tag) {
            case Tags.OBJECTS -> readElements(Object[].class, new Object[in.readLength()], in);
            case Tags.STRINGS -> readElements(String[].class, new String[in.readLength()], in);
            case Tags.OUT_OF_BAND -> numbered(readOutOfBand(in.source, in), in);
            default -> readPrimitives(tag, in);
        };
    }

    static Object readElements(Class<?> type, @Nullable Object[] array, FastReader in) {
        in.check(type, array.length);
        in.add(array);
        for (int i = 0; i < array.length; i++) {
            array[i] = in.readObject();
        }
        return array;
    }

    private static Object readPrimitives(int tag, FastReader in) {
        if (tag > Tags.DOUBLES) {
            throw in.unknown(tag);
        }
        Source source = in.source;
        int length = source.readVarInt();
        int width = width(tag);
        int at = source.advance(length < 0 ? -1 : (long) length * width);
        Object array = in.add(allocate(tag, length));
        in.check(array.getClass(), length);
        copyOut(tag, little(source.array(), at, length * width), array);
        return array;
    }

    private static void copyOut(int tag, ByteBuffer from, Object array) {
        switch (tag) {
            case Tags.BOOLEANS -> getBooleans(from, (boolean[]) array);
            case Tags.BYTES -> from.get((byte[]) array);
            case Tags.SHORTS -> from.asShortBuffer().get((short[]) array);
            case Tags.CHARS -> from.asCharBuffer().get((char[]) array);
            case Tags.INTS -> from.asIntBuffer().get((int[]) array);
            case Tags.LONGS -> from.asLongBuffer().get((long[]) array);
            case Tags.FLOATS -> from.asFloatBuffer().get((float[]) array);
            default -> from.asDoubleBuffer().get((double[]) array);
        }
    }

    private static void getBooleans(ByteBuffer from, boolean[] array) {
        for (int i = 0; i < array.length; i++) {
            array[i] = from.get() != 0;
        }
    }

    static Object readOutOfBand(Source source, Decoder in) {
        int tag = in.readByte();
        int length = in.readInt();
        Object came = source.outOfBand(in.readInt());
        if (tag <= Tags.BOOLEANS || tag > Tags.DOUBLES || length < 0) {
            throw source.garbage("what travels beside the message is no array");
        }
        if (came instanceof MemorySegment from && from.byteSize() == (long) length * width(tag)) {
            Object array = allocate(tag, length);
            segment(array).copyFrom(from);
            return array;
        }
        Class<?> element = came.getClass().getComponentType();
        if (element == null || tagOf(element) != tag || Array.getLength(came) != length) {
            throw source.garbage("an array that travels beside the message has another size");
        }
        return came;
    }

    private static Object numbered(Object array, FastReader in) {
        in.check(array.getClass(), Array.getLength(array));
        return in.add(array);
    }

    static int tagOf(Class<?> element) {
        if (element == byte.class) {
            return Tags.BYTES;
        } else if (element == int.class) {
            return Tags.INTS;
        } else if (element == double.class) {
            return Tags.DOUBLES;
        } else if (element == long.class) {
            return Tags.LONGS;
        } else if (element == float.class) {
            return Tags.FLOATS;
        } else if (element == char.class) {
            return Tags.CHARS;
        }
        return element == short.class ? Tags.SHORTS : Tags.BOOLEANS;
    }

    private static int width(int tag) {
        return switch (tag) {
            case Tags.BOOLEANS, Tags.BYTES -> 1;
            case Tags.SHORTS, Tags.CHARS -> 2;
            case Tags.INTS, Tags.FLOATS -> 4;
            default -> 8;
        };
    }

    private static Object allocate(int tag, int length) {
        return switch (tag) {
            case Tags.BOOLEANS -> new boolean[length];
            case Tags.BYTES -> new byte[length];
            case Tags.SHORTS -> new short[length];
            case Tags.CHARS -> new char[length];
            case Tags.INTS -> new int[length];
            case Tags.LONGS -> new long[length];
            case Tags.FLOATS -> new float[length];
            default -> new double[length];
        };
    }

    /** {@return the bytes of an array of primitives other than booleans} */
    static MemorySegment segment(Object array) {
        return switch (tagOf(array.getClass().getComponentType())) {
            case Tags.BYTES -> MemorySegment.ofArray((byte[]) array);
            case Tags.SHORTS -> MemorySegment.ofArray((short[]) array);
            case Tags.CHARS -> MemorySegment.ofArray((char[]) array);
            case Tags.INTS -> MemorySegment.ofArray((int[]) array);
            case Tags.LONGS -> MemorySegment.ofArray((long[]) array);
            case Tags.FLOATS -> MemorySegment.ofArray((float[]) array);
            default -> MemorySegment.ofArray((double[]) array);
        };
    }

    private static ByteBuffer little(byte[] bytes, int at, int size) {
        return ByteBuffer.wrap(bytes, at, size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
