package io.github.multiprocessing4j.launch;

import io.github.multiprocessing4j.os.Descriptors;
import io.github.multiprocessing4j.os.Errno;
import java.io.IOException;
import java.io.InputStream;

/** Reads from a descriptor that it owns. For one thread. */
final class DescriptorInputStream extends InputStream {
    private final int descriptor;

    private boolean closed;

    DescriptorInputStream(int descriptor) {
        this.descriptor = descriptor;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        if (closed) {
            throw new IOException("closed");
        }
        int n = Descriptors.read(descriptor, into, offset, length);
        if (n < 0) {
            throw new IOException(Errno.describe(-n));
        }
        return n == 0 && length > 0 ? -1 : n;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Descriptors.close(descriptor);
        }
    }
}
