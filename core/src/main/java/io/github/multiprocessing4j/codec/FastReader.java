package io.github.multiprocessing4j.codec;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Reads one message in the codec's own format. Numbers of objects and descriptors are handed out in the same order as in
 * {@link FastWriter}.
 *
 * <p>Memory. Each element of a container takes at least one byte of the message and belongs to one container only, so the
 * lengths of all containers together cannot exceed the length of the message: a budget, which garbage exhausts at once.
 */
final class FastReader implements Decoder {
    final Source source;

    private final Classes classes;

    private final Gate gate;

    private int budget;

    private @Nullable Object[] objects = NONE;

    private int objectCount;

    private @Nullable Described[] descriptors = NO_DESCRIPTORS;

    private int descriptorCount;

    private int depth;

    private static final Object[] NONE = {};

    private static final Described[] NO_DESCRIPTORS = {};

    FastReader(Source source, Classes classes, Gate gate) {
        this.source = source;
        this.classes = classes;
        this.gate = gate;
        this.budget = source.remaining();
    }

    @Override
    public @Nullable Object readObject() {
        int tag = source.readByte();
        return switch (tag) {
            case Tags.NULL -> null;
            case Tags.TRUE -> true;
            case Tags.FALSE -> false;
            case Tags.BYTE -> source.readByte();
            case Tags.SHORT -> source.readShort();
            case Tags.CHARACTER -> (char) source.readShort();
            case Tags.INTEGER -> source.readInt();
            case Tags.LONG -> source.readLong();
            case Tags.FLOAT -> readFloat();
            case Tags.DOUBLE -> readDouble();
            case Tags.STRING -> source.readString();
            case Tags.REFERENCE -> referred();
            default -> readComposite(tag);
        };
    }

    private Object readComposite(int tag) {
        depth++;
        Object value = switch (tag >> 4) {
            case 1 -> readDescribed(tag);
            case 2 -> ArrayValues.read(tag, this);
            case 3 -> CollectionValues.read(tag, this);
            case 4 -> MapValues.read(tag, this);
            case 5 -> PlatformValues.read(tag, this);
            case 6 -> ExtraValues.read(tag, this);
            default -> throw unknown(tag);
        };
        depth--;
        return value;
    }

    RuntimeException unknown(int tag) {
        return source.garbage("no value begins with byte " + tag);
    }

    private Object readDescribed(int tag) {
        if (tag != Tags.DESCRIBED) {
            throw unknown(tag);
        }
        Described described = descriptor();
        check(described.type(), -1);
        try {
            return described.read(this);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new CheckedFailure(e);
        }
    }

    private Described descriptor() {
        int number = source.readVarInt() - 1;
        if (number < 0) {
            Described described = classes.described(source);
            if (descriptorCount == descriptors.length) {
                descriptors = Arrays.copyOf(descriptors, Math.max(4, 2 * descriptorCount));
            }
            descriptors[descriptorCount++] = described;
            return described;
        }
        Described described = number < descriptorCount ? descriptors[number] : null;
        if (described == null) {
            throw source.garbage("class number " + number + " was never described");
        }
        return described;
    }

    private Object referred() {
        int number = source.readVarInt();
        Object object = number >= 0 && number < objectCount ? objects[number] : null;
        if (object == null) {
            throw source.garbage("object number " + number + " does not exist yet");
        }
        return object;
    }

    /** Takes the next number for an object that will exist later. */
    int reserve() {
        if (objectCount == objects.length) {
            objects = Arrays.copyOf(objects, Math.max(8, 2 * objectCount));
        }
        return objectCount++;
    }

    /** The object with a reserved number exists now. */
    <T> T define(int number, T object) {
        objects[number] = object;
        return object;
    }

    /** Numbers an object that is still to be filled. */
    <T> T add(T object) {
        return define(reserve(), object);
    }

    /** Reads how many elements follow, each of which takes a byte or more. */
    int readLength() {
        int length = source.readVarInt();
        if (length < 0 || length > budget) {
            throw source.garbage("it promises more elements than it has bytes");
        }
        budget -= length;
        return length;
    }

    /** Asks the filter. */
    void check(Class<?> type, int arrayLength) {
        gate.check(type, arrayLength, depth, objectCount, source.position());
    }

    @Override
    public boolean readBoolean() {
        return source.readByte() != 0;
    }

    @Override
    public byte readByte() {
        return source.readByte();
    }

    @Override
    public short readShort() {
        return source.readShort();
    }

    @Override
    public char readChar() {
        return (char) source.readShort();
    }

    @Override
    public int readInt() {
        return source.readInt();
    }

    @Override
    public long readLong() {
        return source.readLong();
    }

    @Override
    public float readFloat() {
        return Float.intBitsToFloat(source.readInt());
    }

    @Override
    public double readDouble() {
        return Double.longBitsToDouble(source.readLong());
    }

    @Override
    public String readString() {
        return source.readString();
    }
}
