package io.github.multiprocessing4j.codec;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Writes one message in the codec's own format.
 *
 * <p>Identity. Everything that can hold other objects, and every array, gets a number when it is met; meeting it again
 * writes that number. What must have its parts before it exists (a record, a lambda, an immutable list) is open while
 * they are written; meeting an open object means a cycle that no reader could close.
 */
final class FastWriter implements Encoder {
    final Sink sink;

    private final Registry registry;

    private @Nullable Identities objects;

    private @Nullable BitSet open;

    private @Nullable Identities descriptors;

    private boolean viewed;

    private boolean hasArray;

    FastWriter(Sink sink, Registry registry) {
        this.sink = sink;
        this.registry = registry;
    }

    @Override
    public void writeObject(@Nullable Object value) {
        if (value == null) {
            sink.writeByte(Tags.NULL);
            return;
        }
        Class<?> type = value.getClass();
        if (type == String.class) {
            sink.writeByte(Tags.STRING);
            sink.writeString((String) value);
        } else if (type == Integer.class) {
            sink.writeTagged(Tags.INTEGER, (Integer) value);
        } else if (type == Double.class) {
            sink.writeTagged(Tags.DOUBLE, Double.doubleToRawLongBits((Double) value));
        } else if (type == Long.class) {
            sink.writeTagged(Tags.LONG, (Long) value);
        } else {
            writeOther(value, type);
        }
    }

    private void writeOther(Object value, Class<?> type) {
        if (type == Boolean.class) {
            sink.writeByte((Boolean) value ? Tags.TRUE : Tags.FALSE);
        } else if (type == Character.class) {
            sink.writeByte(Tags.CHARACTER);
            sink.writeShort((Character) value);
        } else if (type == Byte.class) {
            sink.writeByte(Tags.BYTE);
            sink.writeByte((Byte) value);
        } else if (type == Short.class) {
            sink.writeByte(Tags.SHORT);
            sink.writeShort((Short) value);
        } else if (type == Float.class) {
            sink.writeByte(Tags.FLOAT);
            sink.writeInt(Float.floatToRawIntBits((Float) value));
        } else {
            write(registry.get(type), value);
        }
    }

    private void write(Shape shape, Object value) {
        try {
            shape.write(this, value);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new CheckedFailure(e);
        }
    }

    /** Writes a reference if the object was met before; otherwise gives it the next number. */
    boolean repeats(Object object) {
        Identities known = objects;
        if (known == null) {
            known = objects = new Identities();
        }
        int number = known.find(object);
        if (number < 0) {
            known.add(object);
            return false;
        }
        if (open != null && open.get(number)) {
            throw new CyclicValue(object.getClass());
        }
        sink.writeByte(Tags.REFERENCE);
        sink.writeVarInt(number);
        return true;
    }

    /** As {@link #repeats}, for an object whose parts come first. Returns a number to {@link #close}, or -1. */
    int open(Object object) {
        if (repeats(object)) {
            return -1;
        }
        BitSet bits = open;
        if (bits == null) {
            bits = open = new BitSet();
        }
        int number = numbered() - 1;
        bits.set(number);
        return number;
    }

    private int numbered() {
        return objects == null ? 0 : objects.size();
    }

    void close(int number) {
        if (open != null) {
            open.clear(number);
        }
    }

    void writeDescribed(Object key, byte[] descriptor) {
        sink.writeByte(Tags.DESCRIBED);
        Identities known = descriptors;
        if (known == null) {
            known = descriptors = new Identities();
        }
        int number = known.find(key);
        sink.writeVarInt(number + 1);
        if (number < 0) {
            known.add(key);
            sink.writeBytes(descriptor, 0, descriptor.length);
        }
    }

    /** A list over an array shares its elements with that array, which only an object stream can tell. */
    void sawArray(boolean throughList) {
        viewed |= throughList;
        hasArray |= !throughList;
        if (viewed && hasArray) {
            throw NeedsStream.INSTANCE;
        }
    }

    @Override
    public void writeBoolean(boolean value) {
        sink.writeByte(value ? 1 : 0);
    }

    @Override
    public void writeByte(int value) {
        sink.writeByte(value);
    }

    @Override
    public void writeShort(int value) {
        sink.writeShort(value);
    }

    @Override
    public void writeChar(int value) {
        sink.writeShort(value);
    }

    @Override
    public void writeInt(int value) {
        sink.writeInt(value);
    }

    @Override
    public void writeLong(long value) {
        sink.writeLong(value);
    }

    @Override
    public void writeFloat(float value) {
        sink.writeInt(Float.floatToRawIntBits(value));
    }

    @Override
    public void writeDouble(double value) {
        sink.writeLong(Double.doubleToRawLongBits(value));
    }

    @Override
    public void writeString(String value) {
        sink.writeString(value);
    }
}
