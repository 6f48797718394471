package io.github.multiprocessing4j.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordCountTest {
    @TempDir
    private Path temp;

    @Test
    void countsFoldersZipFilesAndFiles() throws Exception {
        Path folder = temp.resolve("folder");
        Files.createDirectories(folder.resolve("below"));
        write(folder.resolve("A.java"), "class Größe { } // the class");
        write(folder.resolve("below/B.java"), "the /*Class*/ x=y+z;the");
        write(folder.resolve("below/notes.txt"), "nothing nothing nothing nothing nothing");
        Path zip = temp.resolve("sources.zip");
        writeZip(zip, "module/C.java", "größe class THE class");
        Path file = temp.resolve("D.java");
        write(file, "größe");

        var result = ExampleProgram.run(
                WordCount.class, "--workers", "2", folder.toString(), zip.toString(), file.toString());

        assertEquals(0, result.exitValue(), result::toString);
        assertEquals(
                List.of(
                        "      word          times",
                        "   1  class             5",
                        "   2  the               4",
                        "   3  größe             3"),
                result.out().subList(0, 4));
        assertEquals(5, result.out().size(), result::toString);
        assertEquals("", result.err(), "no progress bar in a file");
        assertTrue(
                result.out()
                        .getLast()
                        .matches("4 files, 12 words: [0-9.]+ s with 2 workers, [0-9.]+ s in one process:"
                                + " [0-9.]+ times as fast"),
                result::toString);
    }

    @Test
    void sharesOutManyFilesWithoutLosingAny() throws Exception {
        var text = "alpha beta ".repeat(2_000);
        for (int i = 0; i < 60; i++) {
            write(temp.resolve("F" + i + ".java"), text + "end");
        }

        var result = ExampleProgram.run(WordCount.class, "--workers", "3", temp.toString());

        assertEquals(0, result.exitValue(), result::toString);
        assertEquals(
                List.of(
                        "      word          times",
                        "   1  alpha       120,000",
                        "   2  beta        120,000",
                        "   3  end              60"),
                result.out().subList(0, 4));
        assertTrue(result.out().getLast().startsWith("60 files, 240,060 words: "), result::toString);
    }

    @Test
    void showsOnlyTheTopTwenty() throws Exception {
        write(temp.resolve("Many.java"), "aa ab ac ad ae af ag ah ai aj ak al am an ao ap aq ar as at au av aa");

        var result = ExampleProgram.run(WordCount.class, "--workers", "1", temp.toString());

        assertEquals(22, result.out().size(), result::toString);
        assertEquals("   1  aa             2", result.out().get(1));
        assertEquals("  20  at             1", result.out().get(20));
    }

    @Test
    void saysWhenThereIsNothingToCount() throws Exception {
        ExampleProgram.assertRefuses("There are no .java files in " + temp + ".", WordCount.class, temp.toString());
    }

    @Test
    void refusesWhatItCanNotRead() throws Exception {
        Path missing = temp.resolve("missing");
        ExampleProgram.assertRefuses(
                "There is no file or folder " + missing + ".", WordCount.class, temp.toString(), missing.toString());

        Path noZip = temp.resolve("no.zip");
        write(noZip, "class A {}");
        ExampleProgram.assertRefuses(noZip + " can't be read: ", WordCount.class, noZip.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1"})
    void refusesToWorkWithoutWorkers(String workers) throws Exception {
        ExampleProgram.assertRefuses(
                "--workers has to be 1 or more, not " + workers + ".", WordCount.class, "--workers=" + workers);
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
    }

    private static void writeZip(Path zip, String name, String text) throws IOException {
        try (var out = new ZipOutputStream(Files.newOutputStream(zip))) {
            out.putNextEntry(new ZipEntry(name));
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.putNextEntry(new ZipEntry("README.md"));
            out.write("nothing nothing nothing nothing nothing".getBytes(StandardCharsets.UTF_8));
        }
    }
}
