package io.github.multiprocessing4j.portability;

import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A bit of everything in JVMs of which all have options that users set. What goes along by itself is {@code JvmOptionsTest}'s. */
@Timeout(90)
class OtherOptionsTest {
    static Stream<String> options() {
        return Stream.of(
                "-Xint",
                "-XX:-UseSerialGC -XX:+UseZGC",
                "-XX:-UseSerialGC -XX:+UseParallelGC -XX:+UseCompactObjectHeaders",
                "-Xshare:off -XX:-UsePerfData -XX:+DisableAttachMechanism",
                "-Xcheck:jni -ea -esa",
                "-Xmx64m -Xss256k -XX:+AlwaysPreTouch -XX:ActiveProcessorCount=1",
                "-Dfile.encoding=ISO-8859-1 -Duser.language=tr -Duser.country=TR -Djava.net.preferIPv6Addresses=true");
    }

    @ParameterizedTest
    @MethodSource("options")
    void allGoesWell(String options) throws Exception {
        Runs.goesWell(Runs.everything(options.split(" ")));
    }
}
