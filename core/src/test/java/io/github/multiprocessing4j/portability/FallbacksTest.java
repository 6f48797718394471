package io.github.multiprocessing4j.portability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multiprocessing4j.region.WordWait;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bit of everything without what only Linux has. What another system has that Linux has not is not tried by it. */
@Timeout(90)
class FallbacksTest {
    @Test
    void withoutFutexes() throws Exception {
        Runs.goesWell(Runs.everythingOfParent("-D" + WordWait.PORTABLE + "=true"));
    }

    @Test
    void withoutTheCLibrary() throws Exception {
        var result = Runs.everythingOfParent()
                .jvmOptions("--illegal-native-access=deny")
                .run();
        assertEquals("all well\n", result.stdout(), result::toString);
        assertEquals(1, result.stderr().split("Native access is denied", -1).length - 1, "it is said once: " + result);
    }

    /** The library asks for the system's name only, so that it takes the ways it would take there. */
    @ParameterizedTest
    @ValueSource(strings = {"Mac OS X", "Windows 11"})
    void onASystemOfAnotherName(String name) throws Exception {
        Runs.goesWell(Runs.everything("-Dos.name=" + name));
    }

    @Test
    void onAProcessorOfWhichTheLibraryDoesNotKnowHowFunctionsAreCalled() throws Exception {
        Runs.goesWell(Runs.everything("-Dos.arch=s390x"));
    }

    @Test
    void onAnotherSystemAndWithoutDevShm() throws Exception {
        Runs.goesWell(Runs.everything("-Dos.name=Mac OS X").launcher(Container.with(Container.NO_DEV_SHM)));
    }
}
