package io.github.multiprocessing4j.classes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ClassPatternsTest {
    @ParameterizedTest
    @CsvSource({
        "**, com.acme.Job, true",
        "**, Job, true",
        "com.acme.**, com.acme.Job, true",
        "com.acme.**, com.acme.sub.Job, true",
        "com.acme.**, com.acmes.Job, false",
        "com.acme.*, com.acme.Job, true",
        "com.acme.*, com.acme.Job$Part, true",
        "com.acme.*, com.acme.sub.Job, false",
        "*, Job, true",
        "*, com.Job, false",
        "com.acme.Job, com.acme.Job, true",
        "com.acme.Job, com.acme.Job$Part, true",
        "com.acme.Job, com.acme.Jobs, false",
        "!com.acme.Job;com.acme.*, com.acme.Job, false",
        "!com.acme.Job;com.acme.*, com.acme.Other, true",
        "com.acme.*;!com.acme.Job, com.acme.Job, true",
        "!com.acme.Job, com.acme.Other, false",
    })
    void theFirstThatFitsDecides(String patterns, String className, boolean included) {
        assertEquals(included, new ClassPatterns(List.of(patterns.split(";"))).include(className));
    }

    @Test
    void noneIncludesNothing() {
        assertTrue(!new ClassPatterns(List.of()).include("Job"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "!", " ", "com.*.Job", "*.Job", "com.acme*", "com.acme.***", "**.Job"})
    void whatIsNoneIsRefused(String wrong) {
        List<String> patterns = List.of("com.acme.Job", wrong);
        var e = assertThrows(IllegalArgumentException.class, () -> new ClassPatterns(patterns));
        assertTrue(String.valueOf(e.getMessage()).contains("\"" + wrong + "\" is no pattern"), e::getMessage);
    }
}
