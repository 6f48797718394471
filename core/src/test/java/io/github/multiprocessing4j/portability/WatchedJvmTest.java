package io.github.multiprocessing4j.portability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multiprocessing4j.testkit.Agents;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A bit of everything, by the start method that is the default, in a program with a Java agent, a debugger's port and one for management. A child that wanted
 * one of the ports as well would not come up.
 */
@Timeout(90)
class WatchedJvmTest {
    private static final String STOCK = "-Dmultiprocessing4j.startMethod=forkserver";

    @TempDir
    Path folder;

    private List<String> watchers() throws Exception {
        List<String> options = new ArrayList<>(Agents.management());
        options.add(Agents.agent(folder));
        options.add(Agents.debugger());
        return options;
    }

    @Test
    void byItsCommandLine() throws Exception {
        List<String> options = watchers();
        options.add(STOCK);
        Runs.goesWell(Runs.everythingOfParent(options.toArray(String[]::new)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"})
    void byItsEnvironment(String variable) throws Exception {
        var result = Runs.everythingOfParent(STOCK)
                .launcher("env", variable + "=" + String.join(" ", watchers()))
                .run();
        assertEquals("all well\n", result.stdout(), result::toString);
        assertEquals(1, result.stderr().lines().count(), "only the program says what it has picked up: " + result);
    }
}
