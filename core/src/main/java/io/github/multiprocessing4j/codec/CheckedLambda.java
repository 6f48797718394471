package io.github.multiprocessing4j.codec;

import java.io.Externalizable;
import java.io.IOException;
import java.io.ObjectInput;
import java.io.ObjectOutput;
import java.io.Serial;
import java.lang.invoke.SerializedLambda;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A lambda within an object stream: its serialized form, which the stream itself turns into a lambda again, after a hash of
 * its code that is checked first.
 */
final class CheckedLambda implements Externalizable {
    @Serial
    private static final long serialVersionUID = 1L;

    private transient @Nullable SerializedLambda form;

    private transient @Nullable Object lambda;

    /** For the object stream. */
    public CheckedLambda() {}

    CheckedLambda(SerializedLambda form) {
        this.form = form;
    }

    Object lambda() {
        return Objects.requireNonNull(lambda);
    }

    @Override
    public void writeExternal(ObjectOutput out) throws IOException {
        SerializedLambda written = Objects.requireNonNull(form);
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        SnippetVariables.of(written, loader).write((StreamWriter) out);
        out.writeUTF(written.getCapturingClass());
        out.writeUTF(written.getImplClass());
        out.writeLong(LambdaCode.hash(written, loader));
        ((StreamWriter) out).writeWrapped(written);
    }

    @Override
    public void readExternal(ObjectInput in) {
        StreamReader reader = (StreamReader) in;
        try {
            read(reader);
        } catch (IOException | ClassNotFoundException | RuntimeException e) {
            throw reader.failed(e);
        }
    }

    private void read(StreamReader in) throws IOException, ClassNotFoundException {
        SnippetVariables.readAndSet(in);
        Class<?> capturing = in.classes.load(in.readUTF().replace('/', '.'));
        in.gate.check(capturing, -1, 1, 0, 0);
        String implementing = in.readUTF();
        LambdaCode.check(in.readLong(), capturing, implementing);
        lambda = in.readObject();
    }
}
