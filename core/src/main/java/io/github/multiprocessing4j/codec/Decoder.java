package io.github.multiprocessing4j.codec;

import org.jspecify.annotations.Nullable;

/** What a {@link Serializer} reads from. */
public interface Decoder {
    /** {@return what {@link Encoder#writeBoolean} wrote} */
    boolean readBoolean();

    /** {@return what {@link Encoder#writeByte} wrote} */
    byte readByte();

    /** {@return what {@link Encoder#writeShort} wrote} */
    short readShort();

    /** {@return what {@link Encoder#writeChar} wrote} */
    char readChar();

    /** {@return what {@link Encoder#writeInt} wrote} */
    int readInt();

    /** {@return what {@link Encoder#writeLong} wrote} */
    long readLong();

    /** {@return what {@link Encoder#writeFloat} wrote} */
    float readFloat();

    /** {@return what {@link Encoder#writeDouble} wrote} */
    double readDouble();

    /** {@return what {@link Encoder#writeString} wrote} */
    String readString();

    /** {@return what {@link Encoder#writeObject} wrote} */
    @Nullable
    Object readObject();
}
