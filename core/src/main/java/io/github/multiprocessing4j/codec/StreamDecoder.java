package io.github.multiprocessing4j.codec;

import java.io.IOException;
import java.io.ObjectInput;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads from an object stream. */
final class StreamDecoder implements Decoder {
    private final ObjectInput in;

    StreamDecoder(ObjectInput in) {
        this.in = in;
    }

    @Override
    public boolean readBoolean() {
        return readByte() != 0;
    }

    @Override
    public byte readByte() {
        try {
            return in.readByte();
        } catch (IOException e) {
            throw new CheckedFailure(e);
        }
    }

    @Override
    public short readShort() {
        try {
            return in.readShort();
        } catch (IOException e) {
            throw new CheckedFailure(e);
        }
    }

    @Override
    public char readChar() {
        return (char) readShort();
    }

    @Override
    public int readInt() {
        try {
            return in.readInt();
        } catch (IOException e) {
            throw new CheckedFailure(e);
        }
    }

    @Override
    public long readLong() {
        try {
            return in.readLong();
        } catch (IOException e) {
            throw new CheckedFailure(e);
        }
    }

    @Override
    public float readFloat() {
        return Float.intBitsToFloat(readInt());
    }

    @Override
    public double readDouble() {
        return Double.longBitsToDouble(readLong());
    }

    @Override
    public String readString() {
        return (String) Objects.requireNonNull(readObject(), "string");
    }

    @Override
    public @Nullable Object readObject() {
        try {
            return in.readObject();
        } catch (IOException | ClassNotFoundException e) {
            throw new CheckedFailure(e);
        }
    }
}
