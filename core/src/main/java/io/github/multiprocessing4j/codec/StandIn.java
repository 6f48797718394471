package io.github.multiprocessing4j.codec;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.Serial;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Takes the place, within an object stream, of what object streams refuse or the codec carries in another way. */
final class StandIn implements Externalizable {
    @Serial
    private static final long serialVersionUID = 1L;

    private transient int tag;

    private transient @Nullable CustomShape custom;

    private transient @Nullable Object value;

    /** For the object stream. */
    public StandIn() {}

    StandIn(int tag, Object value) {
        this.tag = tag;
        this.value = value;
    }

    StandIn(CustomShape custom, Object value) {
        this(Tags.DESCRIBED, value);
        this.custom = custom;
    }

    Object value() {
        return Objects.requireNonNull(value);
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
        Encoder encoder = new StreamEncoder(out);
        out.writeByte(tag);
        switch (tag) {
            case Tags.DESCRIBED -> writeCustom(encoder, out);
            case Tags.SUBLIST -> writeList((Collection<?>) value(), encoder);
            case Tags.OUT_OF_BAND -> ArrayValues.writeOutOfBand(value(), ((StreamWriter) out).sink, encoder);
            default -> ExtraValues.encode(tag, value(), encoder);
        }
    }

    private void writeCustom(Encoder encoder, ObjectOutput out) throws IOException {
        CustomShape shape = Objects.requireNonNull(custom);
        out.writeUTF(shape.type().getName());
        try {
            shape.encode(value(), encoder);
        } catch (RuntimeException | IOException e) {
            throw e;
        } catch (Exception e) {
            throw new CheckedFailure(e);
        }
    }

    private static void writeList(Collection<?> list, Encoder encoder) {
        Object[] elements = list.toArray();
        encoder.writeInt(elements.length);
        for (Object element : elements) {
            encoder.writeObject(element);
        }
    }

    @Override
    public void readExternal(ObjectInput in) {
        StreamReader reader = (StreamReader) in;
        try {
            read(reader);
        } catch (Exception e) {
            throw reader.failed(e);
        }
    }

    private void read(StreamReader in) throws Exception {
        Decoder decoder = new StreamDecoder(in);
        tag = in.readByte();
        value = switch (tag) {
            case Tags.DESCRIBED -> readCustom(in, decoder);
            case Tags.SUBLIST -> readList(decoder);
            case Tags.OUT_OF_BAND -> ArrayValues.readOutOfBand(in.source, decoder);
            default -> ExtraValues.decode(tag, decoder);
        };
    }

    private static Object readCustom(StreamReader reader, Decoder decoder) throws Exception {
        CustomShape shape = reader.classes.custom(reader.classes.load(reader.readUTF()));
        reader.gate.check(shape.type(), -1, 1, 0, 0);
        return shape.decode(decoder);
    }

    private static Object readList(Decoder decoder) {
        int length = decoder.readInt();
        ArrayList<@Nullable Object> list = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            list.add(decoder.readObject());
        }
        return list;
    }
}
