package io.github.multiprocessing4j.launch;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a program finds beside its command line.
 *
 * @param environment variables that it has beside and instead of this process's; null for none of that name
 * @param directory its working directory; null for this process's
 * @param stdio where its output goes
 * @param ownGroup whether it is to have a process group of its own, all of which is killed if it does not end with exit code 0; where
 *     there are none that has no effect
 */
public record Surroundings(
        Map<String, @Nullable String> environment, @Nullable Path directory, Stdio stdio, boolean ownGroup) {
    /** Makes them. */
    public Surroundings {
        environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }

    /** {@return those of this process} */
    public static Surroundings inherited() {
        return new Surroundings(Map.of(), null, new Stdio.Inherited(), /* ownGroup= */ false);
    }
}
