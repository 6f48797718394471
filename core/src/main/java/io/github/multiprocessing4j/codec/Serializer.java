package io.github.multiprocessing4j.codec;

/**
 * How the objects of one class are written and read, for a class that does not serialize by itself or should do so
 * otherwise. {@code read} takes exactly what {@code write} put, in the same order:
 *
 * {@snippet :
 * class MatrixSerializer implements Serializer<Matrix> {
 *     public void write(Matrix matrix, Encoder out) {
 *         out.writeInt(matrix.columns());
 *         out.writeObject(matrix.elements());
 *     }
 *     public Matrix read(Decoder in) {
 *         return new Matrix(in.readInt(), (double[]) in.readObject());
 *     }
 * }
 * }
 *
 * <p>An object that occurs twice in a message arrives once. Since an object exists only when {@code read} returns, what it
 * holds must not lead back to it. Serializers must be safe for use by several threads at once. CPython's counterpart is
 * the pair given to {@code ForkingPickler.register}.
 *
 * @param <T> the class
 */
public interface Serializer<T> {
    /**
     * Writes an object.
     *
     * @param value the object
     * @param out where to
     * @throws Exception if it cannot be sent
     */
    void write(T value, Encoder out) throws Exception;

    /**
     * Reads an object.
     *
     * @param in where from
     * @return the object
     * @throws Exception if it cannot be rebuilt
     */
    T read(Decoder in) throws Exception;
}
