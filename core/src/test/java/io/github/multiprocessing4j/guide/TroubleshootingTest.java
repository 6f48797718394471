package io.github.multiprocessing4j.guide;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Every message of the library is told with its cure in docs/guide/troubleshooting.md or shown in docs/guide/common-mistakes.md, or is one that
 * {@linkplain NeverSeen nobody sees}; and the page has none that there is not.
 */
class TroubleshootingTest {
    private static final Path GUIDE = Path.of("..", "docs", "guide");

    /** A row's first cell, which holds messages and nothing else. */
    private static final Pattern ROW = Pattern.compile("^\\| (`.*?`) \\| .+ \\|$", Pattern.MULTILINE);

    private static final Pattern OUTPUT = Pattern.compile("^```text\\n(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);

    private static Set<Message> messages = Set.of();

    private static List<String> told = List.of();

    private static List<Glob> patterns = List.of();

    private static List<String> shown = List.of();

    @BeforeAll
    static void read() throws IOException {
        messages = SourceMessages.of(SourceCode.of(Path.of("src", "main", "java")));
        told = ROW.matcher(Files.readString(GUIDE.resolve("troubleshooting.md")))
                .results()
                .flatMap(row -> Stream.of(row.group(1).replaceAll("^`|`$", "").split("`<br>`")))
                .toList();
        patterns = told.stream().map(Glob::new).toList();
        shown = OUTPUT.matcher(Files.readString(GUIDE.resolve("common-mistakes.md")))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    @Test
    void messagesOfAllKindsAreFound() {
        assertTrue(messages.size() > 500, () -> messages.size() + " messages only");
        for (String each : List.of(
                "this queue is closed", // a constant
                "a pool needs at least 1 process, not …", // a sum
                "can't unlink shared memory …: there is one of this name", // a switch, and what a caller gives
                "… ended while it held a lock, which was taken over; what the lock protects may be"
                        + " half written", // a log
                "… … while it was sending the results from … on" // what methods return
                )) {
            assertTrue(messages.stream().anyMatch(m -> m.text().equals(each)), each);
        }
    }

    @Test
    void everyMessageIsOnAPage() {
        Set<String> neverSeen = NeverSeen.all().collect(toSet());
        Set<String> missing = messages.stream()
                .filter(each -> !isOnAPage(each))
                .map(TroubleshootingTest::named)
                .filter(each -> !neverSeen.contains(each))
                .collect(toCollection(TreeSet::new));
        assertTrue(missing.isEmpty(), () -> missing.size() + " are on no page:\n" + String.join("\n", missing));
    }

    private static boolean isOnAPage(Message message) {
        return patterns.stream().anyMatch(message::isSaidBy) || shown.stream().anyMatch(new Glob(message.text())::isIn);
    }

    private static String named(Message message) {
        return message.owner() + ": " + message.text();
    }

    @Test
    void everyMessageOfThePageIsInTheSource() {
        List<String> invented =
                told.stream().filter(TroubleshootingTest::isInvented).toList();
        assertTrue(invented.isEmpty(), () -> "in no source:\n" + String.join("\n", invented));
    }

    private static boolean isInvented(String told) {
        Glob pattern = new Glob(told);
        return messages.stream().noneMatch(each -> each.isSaidBy(pattern));
    }

    @Test
    void noneIsToldTwice() {
        Set<String> once = new LinkedHashSet<>();
        assertEquals(List.of(), told.stream().filter(each -> !once.add(each)).toList());
    }

    /** Else one that is all holes would do for everything. */
    @Test
    void whatThePageSaysCanBeLookedFor() {
        assertEquals(
                List.of(),
                told.stream().filter(each -> !Message.isTelling(each)).toList());
    }

    @Test
    void whatIsNeverSeenIsThere() {
        Set<String> found = messages.stream().map(TroubleshootingTest::named).collect(toSet());
        List<String> gone =
                NeverSeen.all().filter(each -> !found.contains(each)).toList();
        assertTrue(gone.isEmpty(), () -> "in no source:\n" + String.join("\n", gone));
    }
}
