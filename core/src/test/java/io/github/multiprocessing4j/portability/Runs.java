package io.github.multiprocessing4j.portability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multiprocessing4j.testkit.JavaProgram;
import io.github.multiprocessing4j.testkit.LibraryJar;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/** Runs of {@link Everything}. */
final class Runs {
    /** Of children that live for a second or two, and may have other options that the class archive of the tests does not go with. */
    private static final List<String> SHORT_LIVED = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    private Runs() {}

    /** {@return a program of these tests, which needs nothing but the library} */
    static JavaProgram of(Class<?> program, String... options) throws URISyntaxException {
        return JavaProgram.of(program)
                .classPath(LibraryJar.classes(), tests())
                .jvmOptions(Stream.concat(Stream.of(NATIVE_ACCESS), Stream.of(options))
                        .toArray(String[]::new))
                .deadline(Duration.ofSeconds(75));
    }

    /** {@return where the programs of these tests are} */
    static Path tests() throws URISyntaxException {
        return Path.of(Objects.requireNonNull(Runs.class.getProtectionDomain().getCodeSource())
                .getLocation()
                .toURI());
    }

    /** {@return a bit of everything, in JVMs of which all have the options} */
    static JavaProgram everything(String... options) throws URISyntaxException {
        return of(Everything.class, options)
                .arguments(
                        Stream.concat(SHORT_LIVED.stream(), Stream.of(options)).toArray(String[]::new));
    }

    /** {@return a bit of everything, whose children have of these options what they have of their own accord} */
    static JavaProgram everythingOfParent(String... options) throws URISyntaxException {
        return of(Everything.class, options).arguments(ShortLived.OPTIONS.toArray(String[]::new));
    }

    /** All goes well, and nobody complains. */
    static void goesWell(JavaProgram program) throws InterruptedException {
        var result = program.run();
        assertEquals("all well\n", result.stdout(), result::toString);
        assertEquals("", result.stderr());
        assertEquals(0, result.exitValue());
    }
}
