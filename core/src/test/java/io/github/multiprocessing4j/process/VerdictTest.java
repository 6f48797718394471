package io.github.multiprocessing4j.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.multiprocessing4j.failure.ExitStatus;
import io.github.multiprocessing4j.failure.ExitStatus.Exited;
import io.github.multiprocessing4j.failure.ExitStatus.Signaled;
import io.github.multiprocessing4j.launch.CrashReport;
import io.github.multiprocessing4j.launch.LaunchedProcess.Ending;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is concluded from what is known of an end. */
class VerdictTest {
    private static final Optional<CrashReport> NO_CRASH = Optional.empty();

    private static Announcements announced(byte[]... announcements) {
        Announcements all = new Announcements(() -> {}, () -> {}, () -> {}, _ -> {});
        try {
            for (byte[] announcement : announcements) {
                all.take(ByteBuffer.wrap(announcement));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return all;
    }

    private static final byte[] READY = {Announcements.READY};
    private static final byte[] TERM = {Announcements.SIGNAL, 15};
    private static final byte[] MEMORY = {Announcements.OUT_OF_MEMORY};

    private static Ending exit(int code) {
        return new Ending(false, code, true);
    }

    private static Ending signal(int signal) {
        return new Ending(true, signal, true);
    }

    /** As {@link java.lang.Process} tells it. */
    private static Ending vague(int code) {
        return new Ending(false, code, false);
    }

    private static Optional<CrashReport> crash(String line) {
        return Optional.of(new CrashReport("#\n# A fatal error has been detected\n#\n" + line));
    }

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of(exit(0), announced(READY), NO_CRASH, new Exited(0)),
                Arguments.of(exit(127), announced(READY), NO_CRASH, new Exited(127)),
                Arguments.of(signal(9), announced(READY), NO_CRASH, new Signaled(9)),
                Arguments.of(exit(137), announced(READY), NO_CRASH, new Exited(137)),
                Arguments.of(exit(143), announced(READY, TERM), NO_CRASH, new Signaled(15)),
                Arguments.of(exit(143), announced(READY), NO_CRASH, new Exited(143)),
                Arguments.of(exit(143), announced(), NO_CRASH, new Signaled(15)),
                Arguments.of(exit(130), announced(), NO_CRASH, new Signaled(2)),
                Arguments.of(exit(137), announced(), NO_CRASH, new Exited(137)),
                Arguments.of(exit(5), announced(READY, TERM), NO_CRASH, new Exited(5)), // a hook has chosen otherwise
                Arguments.of(exit(3), announced(READY), NO_CRASH, new Exited(3)),
                Arguments.of(exit(3), announced(READY, MEMORY), NO_CRASH, new Exited(3, true)),
                Arguments.of(signal(9), announced(READY, MEMORY), NO_CRASH, new Signaled(9)),
                Arguments.of(exit(1), announced(READY), crash("#  SIGSEGV (0xb) at pc=0x1, pid=2"), new Signaled(11)),
                Arguments.of(signal(6), announced(READY), crash("#  SIGBUS (0x7) at pc=0x1, pid=2"), new Signaled(7)),
                Arguments.of(signal(6), announced(READY), NO_CRASH, new Signaled(6)),
                Arguments.of(
                        exit(1),
                        announced(READY),
                        crash("# There is insufficient memory for the Java Runtime Environment to continue."),
                        new Exited(1, true)),
                Arguments.of(signal(6), announced(READY), crash("#  Internal Error (x.cpp:1)"), new Signaled(6)),
                Arguments.of(vague(137), announced(READY), NO_CRASH, new Signaled(9)),
                Arguments.of(vague(143), announced(READY, TERM), NO_CRASH, new Signaled(15)),
                Arguments.of(vague(143), announced(READY), NO_CRASH, new Exited(143)),
                Arguments.of(vague(200), announced(READY), NO_CRASH, new Exited(200)));
    }

    @Test
    void whatIsNoAnnouncementIsGarbage() {
        Announcements all = announced(READY);
        for (byte[] garbage :
                List.of(new byte[0], new byte[] {Announcements.SIGNAL}, new byte[] {77}, new byte[] {-1})) {
            assertThrows(StreamCorruptedException.class, () -> all.take(ByteBuffer.wrap(garbage)));
        }
        assertTrue(all.ready(), "what was announced before holds");
    }

    /** A JVM that a signal finds coming up may end with any code, but not of its own accord. */
    @Test
    void whoWasAskedToEndBeforeItHadComeUpHasDoneSo() {
        assertEquals(new Signaled(15), Verdict.on(exit(1), announced(), NO_CRASH, 15));
        assertEquals(new Exited(1), Verdict.on(exit(1), announced(), NO_CRASH, 0));
        assertEquals(new Exited(1), Verdict.on(exit(1), announced(READY), NO_CRASH, 15));
        assertEquals(new Exited(0), Verdict.on(exit(0), announced(), NO_CRASH, 15));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void follows(Ending ending, Announcements announced, Optional<CrashReport> crash, ExitStatus expected) {
        assertEquals(expected, Verdict.on(ending, announced, crash, 0));
    }
}
