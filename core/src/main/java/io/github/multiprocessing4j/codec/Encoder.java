package io.github.multiprocessing4j.codec;

import org.jspecify.annotations.Nullable;

/** What a {@link Serializer} writes to. */
public interface Encoder {
    /**
     * Writes a boolean.
     *
     * @param value the value
     */
    void writeBoolean(boolean value);

    /**
     * Writes the low eight bits.
     *
     * @param value the value
     */
    void writeByte(int value);

    /**
     * Writes the low sixteen bits.
     *
     * @param value the value
     */
    void writeShort(int value);

    /**
     * Writes the low sixteen bits.
     *
     * @param value the value
     */
    void writeChar(int value);

    /**
     * Writes an int.
     *
     * @param value the value
     */
    void writeInt(int value);

    /**
     * Writes a long.
     *
     * @param value the value
     */
    void writeLong(long value);

    /**
     * Writes a float.
     *
     * @param value the value
     */
    void writeFloat(float value);

    /**
     * Writes a double.
     *
     * @param value the value
     */
    void writeDouble(double value);

    /**
     * Writes a string, of any length and with any characters.
     *
     * @param value the value
     */
    void writeString(String value);

    /**
     * Writes any value that the codec can carry; an object that the message holds already is written as a reference to it.
     *
     * @param value the value
     */
    void writeObject(@Nullable Object value);
}
