package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multiprocessing4j.testkit.JavaProgram;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which of a parent's system properties its child has. */
@Timeout(60)
class SystemPropertiesTest {
    private static final List<String> TRAVELLING = List.of(
            "file.upload.dir",
            "user.role",
            "path.to.x",
            "line.width",
            "os.flavour",
            "native.lib",
            "java.util.concurrent.ForkJoinPool.common.parallelism",
            "java.net.useSystemProxies",
            "java.security.policy",
            "java.awt.headless",
            "javax.net.ssl.trustStore",
            "sun.net.client.defaultReadTimeout",
            "jdk.httpclient.keepalive.timeout");

    /** Would say things of the child's JVM that are not so. */
    private static final List<String> STAYING =
            List.of("java.vm.what", "java.runtime.what", "jdk.module.what", "sun.what", "user.region");

    static final class Program {
        public static void main(String[] args) {
            TRAVELLING.forEach(name -> System.setProperty(name, "of the parent"));
            STAYING.forEach(name -> System.setProperty(name, "of the parent"));
            System.setProperty("user.home", "of the parent");
            ChildProcess.builder()
                    .start(() -> {
                        TRAVELLING.forEach(name -> System.out.println(name + " " + System.getProperty(name)));
                        STAYING.forEach(name -> System.out.println(name + " " + System.getProperty(name)));
                        System.out.println(System.getProperty("java.net.preferIPv4Stack")
                                + System.getProperty("user.language.format")
                                + java.util.Locale.getDefault(java.util.Locale.Category.FORMAT)
                                        .getLanguage());
                    })
                    .join();
        }
    }

    @Test
    void thoseOfTheProgramTravelAndThoseOfTheJvmDoNot() throws Exception {
        var result = JavaProgram.of(Program.class)
                .jvmOptions(
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.net.preferIPv4Stack=true",
                        "-Duser.language.format=de")
                .run();
        StringBuilder expected = new StringBuilder();
        TRAVELLING.forEach(name -> expected.append(name).append(" of the parent\n"));
        STAYING.forEach(name -> expected.append(name).append(" null\n"));
        assertEquals(expected + "truedede\n", result.stdout(), result::toString);
    }
}
