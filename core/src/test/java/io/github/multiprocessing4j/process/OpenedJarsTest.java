package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multiprocessing4j.testkit.JavaProgram;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.net.ProtocolFamily;
import java.nio.channels.DatagramChannel;
import java.nio.channels.Pipe;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.spi.AbstractSelector;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A child does not look into jars in which it needs nothing, however many there are. */
@Timeout(60)
class OpenedJarsTest {
    /** What a jar is called that nobody needs anything of. */
    private static final String UNNEEDED = "unneeded.jar";

    @TempDir
    private Path folder;

    /** Tells what children have open, and who makes their channels. */
    static final class Program {
        public static void main(String[] args) {
            ChildProcess.start(() -> tell("child")).join();
            ShortLived.pool(1).apply(() -> tell("worker"));
            ChildProcessBuilder ofStock = ShortLived.child().startMethod(StartMethod.FORKSERVER);
            ofStock.start(() -> {}).join(); // has one made ready
            StockForTests.awaitOne();
            ofStock.start(() -> tell("child of the stock")).join();
            ChildProcess.builder()
                    .jvm(JvmSettings.builder().addClassPath(Path.of(args[0])).build())
                    .start(() -> tell("child with another class path"))
                    .join();
        }

        private static int tell(String who) throws IOException {
            try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
                long unneeded = open.filter(each -> isUnneeded(each)).count();
                System.out.println(who + ": " + unneeded + ", "
                        + SelectorProvider.provider().getClass());
            }
            return 0;
        }

        private static boolean isUnneeded(Path descriptor) {
            try {
                return Files.readSymbolicLink(descriptor).endsWith(UNNEEDED);
            } catch (IOException e) {
                return false; // that of this look
            }
        }
    }

    private Path jar(String name) throws IOException {
        Manifest manifest = new Manifest();
        manifest.getMainAttributes().putValue("Manifest-Version", "1.0");
        Path jar = folder.resolve(name);
        new JarOutputStream(Files.newOutputStream(jar), manifest).close();
        return jar;
    }

    private static Path[] classPathAnd(Path... more) {
        return Stream.concat(
                        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                                .map(Path::of),
                        Arrays.stream(more))
                .toArray(Path[]::new);
    }

    @Test
    void thoseThatNobodyNeedsStayClosed() throws Exception {
        JavaProgram.Result result = JavaProgram.of(Program.class)
                .classPath(classPathAnd(jar(UNNEEDED)))
                .arguments(folder.toString())
                .run();
        String jdks = SelectorProvider.provider().getClass().toString();
        assertEquals(
                List.of(
                        "child: 0, " + jdks,
                        "worker: 0, " + jdks,
                        "child of the stock: 0, " + jdks,
                        "child with another class path: 1, " + jdks),
                result.stdout().lines().toList(),
                result::toString);
    }

    @Test
    void aProviderOfTheUsersIsFoundByChildrenToo() throws Exception {
        Path services = Files.createDirectories(folder.resolve("META-INF").resolve("services"));
        Files.writeString(services.resolve(SelectorProvider.class.getName()), UsersProvider.class.getName());
        JavaProgram.Result result = JavaProgram.of(Program.class)
                .jvmOptions("--enable-native-access=ALL-UNNAMED", "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED")
                .classPath(classPathAnd(folder))
                .arguments(folder.toString())
                .run();
        assertEquals(
                List.of(
                        "child: 0, " + UsersProvider.class,
                        "worker: 0, " + UsersProvider.class,
                        "child of the stock: 0, " + UsersProvider.class,
                        "child with another class path: 0, " + UsersProvider.class),
                result.stdout().lines().toList(),
                result::toString);
    }

    /** Has the JDK's make everything. */
    public static final class UsersProvider extends SelectorProvider {
        private final SelectorProvider jdks;

        public UsersProvider() throws ClassNotFoundException, NoSuchMethodException, IllegalAccessException {
            try {
                jdks = (SelectorProvider) Class.forName("sun.nio.ch.DefaultSelectorProvider")
                        .getMethod("get")
                        .invoke(null);
            } catch (InvocationTargetException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public DatagramChannel openDatagramChannel() throws IOException {
            return jdks.openDatagramChannel();
        }

        @Override
        public DatagramChannel openDatagramChannel(ProtocolFamily family) throws IOException {
            return jdks.openDatagramChannel(family);
        }

        @Override
        public Pipe openPipe() throws IOException {
            return jdks.openPipe();
        }

        @Override
        public AbstractSelector openSelector() throws IOException {
            return jdks.openSelector();
        }

        @Override
        public ServerSocketChannel openServerSocketChannel() throws IOException {
            return jdks.openServerSocketChannel();
        }

        @Override
        public ServerSocketChannel openServerSocketChannel(ProtocolFamily family) throws IOException {
            return jdks.openServerSocketChannel(family);
        }

        @Override
        public SocketChannel openSocketChannel() throws IOException {
            return jdks.openSocketChannel();
        }

        @Override
        public SocketChannel openSocketChannel(ProtocolFamily family) throws IOException {
            return jdks.openSocketChannel(family);
        }
    }
}
