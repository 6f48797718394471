package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.os.ProcSelf;
import io.github.multiprocessing4j.region.SessionDirectory;
import io.github.multiprocessing4j.wire.Invitation;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a new JVM finds on its standard input, which is empty when the user's code comes to it: whom to turn to, and with
 * what secret. Nobody but the two processes sees it, unlike a command line or an environment.
 *
 * @param parentPid the parent's process id
 * @param parentInProc the parent's process id as {@code /proc} shows it
 * @param invitation how to reach it
 */
record Bootstrap(long parentPid, long parentInProc, Invitation invitation) {
    private static final int SECRET_AT = 2 * Long.BYTES;

    static Bootstrap ofThisParent(Invitation invitation) {
        return new Bootstrap(ProcessHandle.current().pid(), ProcSelf.pid(), invitation);
    }

    /** All processes of a tree share one directory, and the parent waits in it. */
    void joinTree() {
        Path tree = Path.of(invitation.path()).getParent();
        if (tree != null) {
            SessionDirectory.join(tree);
        }
    }

    byte[] toBytes() {
        byte[] path = invitation.path().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(SECRET_AT + Invitation.SECRET_LENGTH + path.length)
                .putLong(parentPid)
                .putLong(parentInProc)
                .put(invitation.secret())
                .put(path)
                .array();
    }

    @SuppressWarnings("resource") // descriptor 0 must stay taken, or the next file opened would become standard input
    static Bootstrap fromStandardInput() throws IOException {
        byte[] bytes = new FileInputStream(FileDescriptor.in).readAllBytes();
        if (bytes.length <= SECRET_AT + Invitation.SECRET_LENGTH) {
            throw new IOException("this program is started by multiprocessing4j only");
        }
        ByteBuffer pids = ByteBuffer.wrap(bytes);
        int pathAt = SECRET_AT + Invitation.SECRET_LENGTH;
        String path = new String(bytes, pathAt, bytes.length - pathAt, StandardCharsets.UTF_8);
        Invitation invitation = new Invitation(path, Arrays.copyOfRange(bytes, SECRET_AT, pathAt));
        return new Bootstrap(pids.getLong(), pids.getLong(), invitation);
    }
}
