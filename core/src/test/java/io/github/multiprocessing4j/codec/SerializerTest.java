package io.github.multiprocessing4j.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.function.RemoteCallable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Registered serializers carry their classes wherever they occur. */
@Timeout(60)
@NullUnmarked
class SerializerTest {
    /** Neither serializable nor comparable by value. */
    static class Matrix {
        final double[] elements;

        Matrix(double... elements) {
            this.elements = elements;
        }
    }

    static final class SpecialMatrix extends Matrix {}

    interface Shape {}

    static final class Circle implements Shape {}

    static final class MatrixSerializer implements Serializer<Matrix> {
        @Override
        public void write(Matrix matrix, Encoder out) {
            out.writeInt(7);
            out.writeString("é");
            out.writeBoolean(true);
            out.writeByte(-1);
            out.writeShort(-2);
            out.writeChar('\uffff');
            out.writeLong(-3);
            out.writeFloat(4);
            out.writeDouble(5);
            out.writeObject(matrix.elements);
        }

        @Override
        public Matrix read(Decoder in) {
            assertEquals(7, in.readInt());
            assertEquals("é", in.readString());
            assertTrue(in.readBoolean());
            assertEquals(-1, in.readByte());
            assertEquals(-2, in.readShort());
            assertEquals('\uffff', in.readChar());
            assertEquals(-3, in.readLong());
            assertEquals(4, in.readFloat());
            assertEquals(5, in.readDouble());
            return new Matrix((double[]) in.readObject());
        }
    }

    private static final class ShapeSerializer implements Serializer<Shape> {
        @Override
        public void write(Shape shape, Encoder out) throws IOException {
            if (!(shape instanceof Circle)) {
                throw new IOException("no circle");
            }
        }

        @Override
        public Shape read(Decoder in) {
            return new Circle();
        }
    }

    private final Codec codec = Codec.builder()
            .register(Matrix.class, new MatrixSerializer())
            .register(Shape.class, new ShapeSerializer())
            .build();

    @Test
    void carriesItsClassInEitherFormat() {
        Matrix copy = (Matrix) Crossing.through(codec, new Matrix(1, 2));
        assertEquals(2, copy.elements[1]);
        Object parcel = Crossing.through(codec, new Crossing.Parcel(List.of(new Matrix(1, 2))));
        copy = (Matrix) ((List<?>) ((Crossing.Parcel) parcel).content).get(0);
        assertEquals(2, copy.elements[1]);
    }

    @Test
    void carriesWhatALambdaCaptured() throws Exception {
        Matrix matrix = new Matrix(1, 2);
        RemoteCallable<Double> sum = () -> matrix.elements[0] + matrix.elements[1];
        assertEquals(3.0, ((RemoteCallable<?>) Crossing.through(codec, sum)).call());
    }

    @Test
    void keepsIdentity() {
        Matrix matrix = new Matrix(1);
        for (Object content : List.of(
                List.of(matrix, matrix, matrix.elements),
                new Crossing.Parcel(List.of(matrix, matrix, matrix.elements)))) {
            Object copy = Crossing.through(codec, content);
            List<?> list = copy instanceof Crossing.Parcel parcel ? (List<?>) parcel.content : (List<?>) copy;
            assertSame(list.get(0), list.get(1));
            assertSame(((Matrix) list.get(0)).elements, list.get(2));
        }
    }

    @Test
    void carriesImplementationsOfAnInterfaceButNotSubclassesOfAClass() {
        assertInstanceOf(Circle.class, Crossing.through(codec, new Circle()));
        assertThrows(SerializationException.class, () -> codec.write(new SpecialMatrix(), new Sink()));
    }

    @Test
    void itsFailureIsReported() {
        Shape square = new Shape() {};
        SerializationException e = assertThrows(
                SerializationException.class, () -> codec.write(new ArrayList<>(List.of(square)), new Sink()));
        assertEquals(
                "java.util.ArrayList cannot be sent to another process: java.io.IOException: no circle",
                e.getMessage());
    }

    @Test
    void theOtherSideMustKnowIt() {
        SerializationException e = assertThrows(
                SerializationException.class, () -> Crossing.through(codec, Codec.standard(), new Matrix(1)));
        assertTrue(e.getMessage().contains("register it on both sides, or as a SerializerProvider"), e.getMessage());
    }

    public static final class Provider implements SerializerProvider {
        @Override
        public Map<Class<?>, Serializer<?>> serializers() {
            return Map.of(Matrix.class, new MatrixSerializer());
        }
    }

    @Test
    void providersAreFoundByEveryCodec(@TempDir Path directory) throws Exception {
        Path services = Files.createDirectories(directory.resolve("META-INF/services"));
        Files.writeString(services.resolve(SerializerProvider.class.getName()), Provider.class.getName());
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try (var loader = new java.net.URLClassLoader(
                new java.net.URL[] {directory.toUri().toURL()}, before)) {
            thread.setContextClassLoader(loader);
            Matrix copy = (Matrix) Crossing.through(Codec.builder().build(), new Matrix(1, 2));
            assertEquals(2, copy.elements[1]);
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}
