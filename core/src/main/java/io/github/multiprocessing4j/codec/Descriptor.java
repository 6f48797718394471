package io.github.multiprocessing4j.codec;

/**
 * What a message says about a class of the application, once: a kind and whatever that kind needs. On the wire it is
 * preceded by a hash, which serves readers as index into their cache, and by its length. A writer makes these bytes once
 * per class and then copies them.
 */
final class Descriptor {
    static final int RECORD = 1;
    static final int ENUM = 2;
    static final int LAMBDA = 3;
    static final int CLASS = 4;
    static final int ARRAY = 5;
    static final int CUSTOM = 6;

    private Descriptor() {}

    static byte[] of(int kind, String name) {
        Sink body = new Sink(64);
        body.writeByte(kind);
        body.writeString(name);
        return framed(body);
    }

    static byte[] framed(Sink body) {
        Sink framed = new Sink(body.position() + 9);
        framed.writeInt((int) Hash.of(body.array(), body.position()));
        framed.writeVarInt(body.position());
        framed.writeBytes(body.array(), 0, body.position());
        return framed.toByteArray();
    }
}
