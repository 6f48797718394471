package io.github.multiprocessing4j.benchmarks;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Results for programs to read. */
final class Json {
    private static final Gson GSON = new GsonBuilder()
            .setPrettyPrinting()
            .disableHtmlEscaping()
            .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
            .create();

    private static final String OURS = "ours";

    private Json() {}

    /**
     * The file.
     *
     * @param machine where it was measured
     * @param quick whether the figures are rough
     * @param results by measures' names
     */
    private record Comparison(Machine machine, boolean quick, Map<String, Entry> results) {}

    /**
     * A measure. Figures are medians.
     *
     * @param ours this library's
     * @param cpython CPython's, if it is compared
     * @param peer others' by name
     * @param limit what the machine can't do better, of the first limit that is known
     * @param unit of all of them
     * @param better lower or higher
     * @param ratio of ours to CPython's
     * @param limits all of them by name
     * @param rounds all figures of each side by name, round by round
     * @param targets what is to be reached
     * @param met whether all of it is; absent if there is nothing
     */
    private record Entry(
            double ours,
            @Nullable Double cpython,
            Map<String, Double> peer,
            @Nullable Double limit,
            String unit,
            String better,
            @Nullable Double ratio,
            Map<String, Double> limits,
            Map<String, List<Double>> rounds,
            List<String> targets,
            @Nullable Boolean met,
            @Nullable Phases phases,
            @Nullable Phases cpythonPhases) {}

    static String of(Machine machine, boolean quick, List<Result> results) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        results.forEach(result -> entries.put(result.measure().toString(), entry(result)));
        return GSON.toJson(new Comparison(machine, quick, entries)) + "\n";
    }

    /**
     * {@return what {@link #of} has written}
     *
     * @throws IllegalArgumentException if it has not
     */
    static Run read(String json) {
        try {
            Comparison file = GSON.fromJson(json, Comparison.class);
            if (file == null || file.machine == null || file.results == null) {
                throw new IllegalArgumentException("it has no figures");
            }
            return new Run(
                    file.machine,
                    file.quick,
                    file.results.entrySet().stream()
                            .map(entry -> result(Measure.named(entry.getKey()), entry.getValue()))
                            .toList());
        } catch (JsonParseException e) {
            throw new IllegalArgumentException("it is not what benchmarks/compare writes: " + e.getMessage(), e);
        }
    }

    private static Result result(Measure measure, Entry entry) {
        var others = new EnumMap<Rival, Sample>(Rival.class);
        entry.rounds.forEach((side, values) -> {
            if (!side.equals(OURS)) {
                others.put(Rival.valueOf(side.toUpperCase(Locale.ROOT)), new Sample(values));
            }
        });
        return new Result(
                measure,
                new Sample(Objects.requireNonNull(entry.rounds.get(OURS))),
                others,
                Optional.ofNullable(entry.phases),
                Optional.ofNullable(entry.cpythonPhases));
    }

    private static Entry entry(Result result) {
        Measure measure = result.measure();
        Optional<Sample> cpython = Optional.ofNullable(result.others().get(Rival.CPYTHON));
        Map<String, Double> limits = medians(result, Rival.Kind.LIMIT);
        return new Entry(
                result.here().median(),
                cpython.map(Sample::median).orElse(null),
                medians(result, Rival.Kind.PEER),
                limits.isEmpty() ? null : limits.values().iterator().next(),
                measure.unit(),
                measure.better(),
                cpython.map(_ -> result.ratio(Rival.CPYTHON)).orElse(null),
                limits,
                rounds(result),
                measure.targets().stream().map(Target::text).toList(),
                measure.targets().isEmpty() ? null : result.meetsTargets(),
                result.phases().orElse(null),
                result.cpythonPhases().orElse(null));
    }

    private static Map<String, Double> medians(Result result, Rival.Kind kind) {
        Map<String, Double> medians = new LinkedHashMap<>();
        result.others().forEach((rival, sample) -> {
            if (rival.kind() == kind) {
                medians.put(rival.toString(), sample.median());
            }
        });
        return medians;
    }

    private static Map<String, List<Double>> rounds(Result result) {
        Map<String, List<Double>> rounds = new LinkedHashMap<>();
        rounds.put(OURS, result.here().values());
        result.others().forEach((rival, sample) -> rounds.put(rival.toString(), sample.values()));
        return rounds;
    }
}
