package io.github.multiprocessing4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every example says what it takes, and takes nothing else. */
class HelpTest {
    @ParameterizedTest
    @ValueSource(classes = {CrashIsolation.class, Mandelbrot.class, SeedExamples.class, WordCount.class})
    void saysWhatItTakes(Class<?> program) throws Exception {
        var result = ExampleProgram.run(program, "--help");

        assertEquals(0, result.exitValue(), result::toString);
        assertEquals("", result.err());
        assertTrue(result.out().getFirst().startsWith("Usage: " + program.getSimpleName() + " "), result::toString);
    }

    @ParameterizedTest
    @ValueSource(classes = {CrashIsolation.class, Mandelbrot.class, SeedExamples.class, WordCount.class})
    void refusesAnOptionThatItDoesNotHave(Class<?> program) throws Exception {
        ExampleProgram.assertRefuses("Unknown option: '--nonsense'", program, "--nonsense");
    }

    @ParameterizedTest
    @ValueSource(classes = {CrashIsolation.class, Mandelbrot.class})
    void refusesAnArgumentWhereItTakesNone(Class<?> program) throws Exception {
        ExampleProgram.assertRefuses("Unmatched argument at index 0: 'nonsense'", program, "nonsense");
    }
}
