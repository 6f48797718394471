package io.github.multiprocessing4j.portability;

import io.github.multiprocessing4j.connection.Pipe;
import io.github.multiprocessing4j.manager.SyncManager;
import io.github.multiprocessing4j.memory.ShareableList;
import io.github.multiprocessing4j.memory.SharedMemory;
import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.sharedtypes.Value;
import io.github.multiprocessing4j.sync.Lock;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** A program that fills a small /dev/shm, which had better not be the machine's, and does this and that there. */
final class FullMemory {
    private static final Path FILLING = Path.of("/dev/shm/filling");

    private static final Map<String, Supplier<AutoCloseable>> ALL = Map.of(
            "pool",
            () -> Pool.create(1),
            "manager",
            SyncManager::start,
            "queue",
            Queue::create,
            "pipe",
            Pipe::create,
            "lock",
            Lock::create,
            "value",
            () -> Value.ofInt(1),
            "block",
            () -> SharedMemory.create(1),
            "list",
            () -> ShareableList.create(List.of(1)));

    private FullMemory() {}

    public static void main(String[] args) throws Exception {
        if (FILLING.toFile().getParentFile().getTotalSpace() > 16 << 20) {
            throw new IllegalStateException("that is too large to be filled");
        }
        fill();
        ALL.forEach(FullMemory::refused);
        ChildProcess child = ChildProcess.start(() -> System.exit(7));
        child.join();
        Files.delete(FILLING);
        try (Queue<Integer> queue = Queue.create()) {
            queue.put(child.exitStatus().exitCode());
            System.out.println(queue.take() == 7 ? "all well" : child.exitStatus());
        }
    }

    private static void fill() throws IOException {
        byte[] page = new byte[4096];
        try (OutputStream out = Files.newOutputStream(FILLING)) {
            while (FILLING.toFile().getUsableSpace() > 0) {
                out.write(page);
            }
        }
    }

    private static void refused(String name, Supplier<AutoCloseable> maker) {
        try (AutoCloseable made = maker.get()) {
            System.out.println("there is room for " + made);
        } catch (Exception e) {
            if (!String.valueOf(e.getMessage()).contains("make it larger (in a container, --shm-size)")) {
                System.out.println(name + ": " + e);
            }
        }
    }
}
