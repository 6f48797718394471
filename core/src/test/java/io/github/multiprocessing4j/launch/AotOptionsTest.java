package io.github.multiprocessing4j.launch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AotOptionsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xmx64m",
                "-Xmx30g",
                "-XX:MaxHeapSize=1000000000",
                "-XX:MaxRAMPercentage=0.0001",
                "-ea",
                "-ea:some.package...",
                "-Xss1m",
                "-XX:+UseSerialGC",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=/a=b",
                "-Da=b",
                "-Xlog:gc:stderr",
                "--enable-preview"
            })
    void harmless(String option) {
        assertEquals(List.of(), AotOptions.ofModules(List.of("-Xmx1g", option)));
    }

    /** An unknown one as well: it could be one of these. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "-Xmx31g",
                "-Xmx1t",
                "-Xmx40000M",
                "-Xmx9999999999999999999999",
                "-Xmx",
                "-Xmxlarge",
                "-XX:MaxHeapSize=40g",
                "-XX:MaxRAMPercentage=many",
                "-XX:MaxRAM=100g",
                "-XX:+UseZGC",
                "-XX:+UseShenandoahGC",
                "-XX:+UseCompactObjectHeaders",
                "-XX:-UseCompressedOops",
                "-XX:ObjectAlignmentInBytes=16",
                "-XX:AOTCache=x",
                "-XX:AOTMode=off",
                "-XX:SharedArchiveFile=x",
                "-Xshare:off",
                "-XX:Flags=x",
                "-XX:VMOptionsFile=x",
                "@file",
                "-javaagent:x",
                "-agentlib:jdwp",
                "-agentpath:x",
                "-XX:StartFlightRecording",
                "-Dcom.sun.management.jmxremote.port=0",
                "-Djava.system.class.loader=x",
                "-Djava.security.manager=allow",
                "-Djdk.module.showModuleResolution=true",
                "--limit-modules=java.base",
                "--patch-module=java.base=x",
                "--upgrade-module-path=x",
                "--module-path=x",
                "-p",
                "-cp",
                "--class-path=x",
                "--illegal-native-access=deny",
                "-Xbootclasspath/a:x",
                "-XX:+OfTheFuture",
                "--add-opens"
            })
    void notToBeCombined(String option) {
        assertNull(AotOptions.ofModules(List.of(option)));
    }

    @Test
    void thoseForModulesAreToldInOnePieceAndInOrder() {
        assertEquals(
                List.of("--add-opens=a/b=ALL-UNNAMED", "--enable-native-access=ALL-UNNAMED", "--add-modules=c"),
                AotOptions.ofModules(List.of(
                        "--add-opens",
                        "a/b=ALL-UNNAMED",
                        "-ea",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx1g",
                        "--add-modules=c")));
    }

    /** A heap of so much has other references. */
    @Test
    void theLastHeapSizeCounts() {
        assertNull(AotOptions.ofModules(List.of("-Xmx1g", "-Xmx64g")));
        assertEquals(List.of(), AotOptions.ofModules(List.of("-Xmx64m", "-XX:MaxRAMPercentage=99")));
    }
}
