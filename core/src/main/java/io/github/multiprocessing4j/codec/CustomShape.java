package io.github.multiprocessing4j.codec;

/** Objects that a {@link Serializer} carries. */
final class CustomShape extends Shape implements Described {
    private final Class<?> type;

    private final Serializer<Object> serializer;

    private final byte[] descriptor;

    @SuppressWarnings("unchecked")
    CustomShape(Class<?> type, Serializer<?> serializer) {
        this.type = type;
        this.serializer = (Serializer<Object>) serializer;
        descriptor = Descriptor.of(Descriptor.CUSTOM, type.getName());
    }

    @Override
    void write(FastWriter out, Object value) throws Exception {
        int number = out.open(value);
        if (number >= 0) {
            out.writeDescribed(this, descriptor);
            serializer.write(value, out);
            out.close(number);
        }
    }

    @Override
    public Class<?> type() {
        return type;
    }

    @Override
    public Object read(FastReader in) throws Exception {
        int number = in.reserve();
        return in.define(number, decode(in));
    }

    void encode(Object value, Encoder out) throws Exception {
        serializer.write(value, out);
    }

    Object decode(Decoder in) throws Exception {
        return type.cast(serializer.read(in));
    }
}
