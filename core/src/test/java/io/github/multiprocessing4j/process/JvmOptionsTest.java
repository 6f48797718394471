package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.multiprocessing4j.connection.AuthKey;
import io.github.multiprocessing4j.testkit.Agents;
import io.github.multiprocessing4j.testkit.Agents.Agent;
import io.github.multiprocessing4j.testkit.JavaProgram;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which options of its parent a child has: the table in docs/jvm-options.md. */
@Timeout(60)
class JvmOptionsTest {
    private static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

    @TempDir
    Path folder;

    /** Prints what its child has. */
    static final class Program {
        public static void main(String[] args) throws Exception {
            ChildProcess child = ChildProcess.start(() -> System.out.print(report()));
            child.join();
            System.out.println(child.exitStatus());
            System.out.println("agent in the parent " + Agent.runs());
        }

        private static String report() {
            List<String> own = List.of(
                    "-Xlog:disable",
                    "-Xlog:all",
                    "-XX:+DisplayVM",
                    "-XX:-CreateCore",
                    "-XX:ErrorFile",
                    "-Djava.nio.channels.spi");
            StringBuilder report = new StringBuilder();
            for (String option : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
                if (own.stream().noneMatch(option::startsWith)) {
                    report.append(option).append('\n');
                }
            }
            return report.append("assertions " + Program.class.desiredAssertionStatus() + "\n")
                    .append("java.sql "
                            + ModuleLayer.boot().findModule("java.sql").isPresent() + "\n")
                    .append("opened " + Object.class.getModule().isOpen("java.lang", Program.class.getModule()) + "\n")
                    .append("property " + System.getProperty("of.the.program") + "\n")
                    .append("agent " + Agent.runs() + "\n")
                    .toString();
        }
    }

    @Test
    void whatDecidesOnCodeGoesAlong() throws Exception {
        JavaProgram.Result result = JavaProgram.of(Program.class)
                .jvmOptions(
                        NATIVE_ACCESS,
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-exports",
                        "java.base/sun.nio.ch=ALL-UNNAMED",
                        "--add-modules",
                        "java.sql",
                        "-ea",
                        "-Dof.the.program=yes",
                        "-Dfile.encoding=ISO-8859-1")
                .run();
        assertEquals(
                List.of(
                        NATIVE_ACCESS,
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "--add-exports=java.base/sun.nio.ch=ALL-UNNAMED",
                        "--add-modules=java.sql",
                        "-ea",
                        "-Dfile.encoding=ISO-8859-1",
                        "assertions true",
                        "java.sql true",
                        "opened true",
                        "property yes",
                        "agent false",
                        "exited with code 0",
                        "agent in the parent false"),
                result.stdout().lines().toList(),
                result::toString);
        assertEquals("", result.stderr());
    }

    @Test
    void theRarerOnesToo() throws Exception {
        List<String> options = List.of(
                NATIVE_ACCESS,
                "--limit-modules=java.se,jdk.unsupported,jdk.management",
                "--add-reads=java.sql=ALL-UNNAMED",
                "--patch-module=java.sql=" + folder,
                "--upgrade-module-path=" + folder,
                "-Xbootclasspath/a:" + folder,
                "--illegal-native-access=deny",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-preview",
                "-esa",
                "-da:some.package...",
                "-Duser.language=de");
        JavaProgram.Result result = JavaProgram.of(Program.class)
                .jvmOptions(options.toArray(String[]::new))
                .run();
        assertEquals(options, result.stdout().lines().limit(options.size()).toList(), result::toString);
    }

    /** A port that is taken would end a child before it has begun. */
    @Test
    void agentsDebuggersManagementAndSizesDoNot() throws Exception {
        JavaProgram.Result result = JavaProgram.of(Program.class)
                .jvmOptions(
                        NATIVE_ACCESS,
                        Agents.agent(folder),
                        Agents.debugger(),
                        "-Dcom.sun.management.jmxremote.port=0",
                        "-Dcom.sun.management.jmxremote.authenticate=false",
                        "-Dcom.sun.management.jmxremote.ssl=false",
                        "-Xmx200m",
                        "-Xss2m",
                        "-XX:+UseParallelGC",
                        "-XX:-UseSerialGC",
                        "-Xlog:gc:file=" + folder.resolve("gc.log"),
                        "-da")
                .run();
        assertEquals(
                List.of(
                        NATIVE_ACCESS,
                        "-da",
                        "assertions false",
                        "java.sql true",
                        "opened false",
                        "property null",
                        "agent false",
                        "exited with code 0",
                        "agent in the parent true"),
                result.stdout().lines().toList(),
                result::toString);
    }

    @Test
    void optionsInTheEnvironmentDoNotDisturb() throws Exception {
        JavaProgram.Result result = JavaProgram.of(Program.class)
                .launcher(
                        "env",
                        "JAVA_TOOL_OPTIONS=" + Agents.debugger() + " " + Agents.agent(folder)
                                + " -Dof.the.program=yes --add-opens=java.base/java.lang=ALL-UNNAMED",
                        "JDK_JAVA_OPTIONS=-Xlog:gc:stdout",
                        "_JAVA_OPTIONS=-XX:+PrintFlagsFinal")
                .run();
        String stdout = result.stdout();
        assertEquals(
                List.of(
                        NATIVE_ACCESS,
                        "--add-opens=java.base/java.lang=ALL-UNNAMED",
                        "assertions false",
                        "java.sql true",
                        "opened true",
                        "property yes",
                        "agent false",
                        "exited with code 0",
                        "agent in the parent true"),
                stdout.substring(stdout.indexOf(NATIVE_ACCESS)).lines().toList(),
                result::toString);
        assertEquals(3, result.stderr().split("Picked up", -1).length - 1, "the parent's own: " + result);
    }

    /** What everybody can read of a process. */
    @Test
    void nothingSecretShows() throws Exception {
        AuthKey key = AuthKey.of("xyzzy-key".getBytes(StandardCharsets.US_ASCII));
        String file = folder.resolve("shown").toString();
        JvmSettings settings = JvmSettings.builder()
                .systemProperty("secret", "xyzzy-property")
                .startMethod(StartMethod.SPAWN)
                .build();
        String captured = "xyzzy-captured";
        ChildProcess child = ChildProcess.builder().jvm(settings).authKey(key).start(() -> {
            byte[] own = ChildProcess.current().authKey().toByteArray();
            String arrived = new String(own, StandardCharsets.US_ASCII) + System.getProperty("secret") + captured;
            String shown = Files.readString(Path.of("/proc/self/cmdline"), StandardCharsets.ISO_8859_1)
                    + Files.readString(Path.of("/proc/self/environ"), StandardCharsets.ISO_8859_1);
            Files.writeString(Path.of(file), arrived + "\n" + shown, StandardCharsets.ISO_8859_1);
        });
        child.join();
        String text = Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
        int end = text.indexOf('\n');
        assertEquals("xyzzy-keyxyzzy-propertyxyzzy-captured", text.substring(0, end));
        String shown = text.substring(end);
        assertFalse(shown.contains("xyzzy"), shown);
        assertEquals(
                1, shown.split("ChildMain", -1).length - 1, "it was looked at the right thing, which is: " + shown);
    }
}
