package io.github.multiprocessing4j.sharedtypes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.multiprocessing4j.region.Block;
import io.github.multiprocessing4j.region.BlockHandle;
import io.github.multiprocessing4j.region.SessionDirectory;
import io.github.multiprocessing4j.sync.Event;
import io.github.multiprocessing4j.sync.Lock;
import io.github.multiprocessing4j.sync.RLock;
import io.github.multiprocessing4j.testkit.JavaProgram;
import io.github.multiprocessing4j.testkit.Serialized;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process of another pid namespace finds the files, but could not tell who is dead: it is refused. */
@Timeout(60)
class OtherNamespaceTest {
    private static final String[] NEW_NAMESPACE = {"unshare", "-rpf", "--mount-proc", "--kill-child"};

    @TempDir
    Path folder;

    /** Takes part in a tree, and reads something that was sent. */
    static final class Stranger {
        public static void main(String[] args) throws Exception {
            SessionDirectory.join(Path.of(args[0]));
            for (String file : List.of(args).subList(1, args.length)) {
                try {
                    System.out.println("taken " + read(Path.of(file)));
                } catch (UncheckedIOException e) {
                    System.out.println(e.getMessage());
                }
            }
        }
    }

    private static Object read(Path file) throws IOException, ClassNotFoundException {
        Object sent = Serialized.object(Files.readAllBytes(file));
        return sent instanceof BlockHandle handle ? Block.attach(handle) : sent;
    }

    private Path write(String name, Serializable object) throws IOException {
        return Files.write(folder.resolve(name), Serialized.bytes(object));
    }

    @BeforeEach
    void assumeThatNamespacesCanBeMade() throws Exception {
        List<String> command = new ArrayList<>(List.of(NEW_NAMESPACE));
        command.add("true");
        try {
            assumeTrue(new ProcessBuilder(command).start().waitFor() == 0, "no pid namespace can be made here");
        } catch (IOException e) {
            assumeTrue(false, "no pid namespace can be made here: " + e);
        }
    }

    @Test
    void itIsRefusedAndHarmsNobody() throws Exception {
        try (Block block = Block.allocate(100_000);
                Lock lock = Lock.create();
                RLock nested = RLock.create();
                Event event = Event.create();
                IntValue value = Value.ofInt(7)) {
            lock.lock();
            List<Path> files = List.of(
                    write("block", block.handle()),
                    write("lock", lock),
                    write("nested", nested),
                    write("event", event),
                    write("value", value));
            var arguments = new ArrayList<>(List.of(SessionDirectory.get().toString()));
            files.forEach(file -> arguments.add(file.toString()));
            var result = JavaProgram.of(Stranger.class)
                    .launcher(NEW_NAMESPACE)
                    // a JVM would warn if another test's has its pid, 1, too, and has made a file of performance data
                    .jvmOptions("--enable-native-access=ALL-UNNAMED", "-XX:-UsePerfData")
                    .arguments(arguments.toArray(String[]::new))
                    .run();
            assertEquals(files.size(), result.stdout().lines().count(), result::toString);
            result.stdout()
                    .lines()
                    .forEach(line -> assertEquals(
                            "shared memory can't be attached: it belongs to another pid namespace, from which"
                                    + " processes can't be told alive or dead",
                            line));
            assertTrue(lock.locked());
            lock.unlock();
            assertEquals(7, value.get());
            for (Path file : files) {
                ((AutoCloseable) read(file)).close();
            }
        }
    }
}
