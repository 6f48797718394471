package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.ExitStatus;
import io.github.multiprocessing4j.failure.ProcessStartException;
import io.github.multiprocessing4j.testkit.Threadless;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A child that nobody could look after is not left behind. That nothing is, descriptors included, the leak oracle says. */
@Timeout(60)
class FewThreadsTest {
    static Stream<Output> outputs() {
        return Stream.of(Output.INHERIT, Output.LINES);
    }

    @ParameterizedTest
    @MethodSource("outputs")
    void aProcessIsNotStartedAndCanBeLater(Output output) throws Exception {
        ChildProcess process = ChildProcess.builder().output(output).of(() -> {});
        ProcessStartException e = assertThrows(ProcessStartException.class, () -> Threadless.call(process::start));
        assertTrue(String.valueOf(e.getMessage()).contains("no thread"), e::toString);
        assertEquals(List.of(), ChildProcess.active());
        process.start();
        process.join();
        assertEquals(new ExitStatus.Exited(0), process.exitStatus());
    }
}
