package io.github.multiprocessing4j.codec;

import java.io.IOException;
import java.io.ObjectOutput;
import org.jspecify.annotations.Nullable;

/** Writes into an object stream. */
final class StreamEncoder implements Encoder {
    private final ObjectOutput out;

    StreamEncoder(ObjectOutput out) {
        this.out = out;
    }

    @Override
    public void writeBoolean(boolean value) {
        writeByte(value ? 1 : 0);
    }

    @Override
    public void writeByte(int value) {
        try {
            out.writeByte(value);
        } catch (IOException e) {
            throw new CheckedFailure(e);
        }
    }

    @Override
    public void writeShort(int value) {
        try {
            out.writeShort(value);
        } catch (IOException e) {
            throw new CheckedFailure(e);
        }
    }

    @Override
    public void writeChar(int value) {
        writeShort(value);
    }

    @Override
    public void writeInt(int value) {
        try {
            out.writeInt(value);
        } catch (IOException e) {
            throw new CheckedFailure(e);
        }
    }

    @Override
    public void writeLong(long value) {
        try {
            out.writeLong(value);
        } catch (IOException e) {
            throw new CheckedFailure(e);
        }
    }

    @Override
    public void writeFloat(float value) {
        writeInt(Float.floatToRawIntBits(value));
    }

    @Override
    public void writeDouble(double value) {
        writeLong(Double.doubleToRawLongBits(value));
    }

    @Override
    public void writeString(String value) {
        writeObject(value);
    }

    @Override
    public void writeObject(@Nullable Object value) {
        try {
            out.writeObject(value);
        } catch (IOException e) {
            throw new CheckedFailure(e);
        }
    }
}
