package io.github.multiprocessing4j.manager;

import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a server tells of itself. */
final class ServerReport {
    /** How much of an object's text is shown. */
    private static final int LONGEST = 75;

    private final ObjectTable table;

    private final ProxiesOnTheirWay onTheirWay;

    private final Supplier<List<Session>> sessions;

    ServerReport(ObjectTable table, ProxiesOnTheirWay onTheirWay, Supplier<List<Session>> sessions) {
        this.table = table;
        this.onTheirWay = onTheirWay;
        this.sessions = sessions;
    }

    @Nullable
    Object answer(Request.Question question) {
        return switch (question) {
            case DEBUG_INFO -> debugInfo();
            case NUMBER_OF_OBJECTS -> numberOfObjects();
            case STATISTICS -> statistics();
            case NOTHING -> null;
        };
    }

    int numberOfObjects() {
        onTheirWay.expire();
        return table.size();
    }

    /** Objects, with how often they are referred to, and clients. CPython's {@code debug_info} has the same. */
    String debugInfo() {
        onTheirWay.expire();
        String objects = table.all().stream()
                .sorted(Comparator.comparingLong(ServedObject::id))
                .map(served ->
                        String.format("  %s:%n    references=%d%n    %s%n", served, served.references(), text(served)))
                .collect(Collectors.joining());
        String clients = sessions.get().stream().map(ServerReport::describe).collect(Collectors.joining());
        return String.format(
                "objects:%n%sclients:%n%smessages with proxies on their way: %d%n",
                objects, clients, onTheirWay.size());
    }

    private static String describe(Session session) {
        String calls = session.executing().stream()
                .map(call -> String.format("    executing %s%n", call))
                .collect(Collectors.joining());
        return String.format("  %s, connections=%d%n%s", session, session.links(), calls);
    }

    private static String text(ServedObject served) {
        String text;
        try {
            text = String.valueOf(served.referent());
        } catch (RuntimeException e) { // also one that a call just changes
            text = "toString has thrown " + e;
        }
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }

    List<MethodStatistics> statistics() {
        return table.exposures().stream()
                .flatMap(type -> type.getValue().values().stream()
                        .flatMap(exposure -> exposure.invokers().stream())
                        .map(invoker -> invoker.statistics(type.getKey().typeid())))
                .filter(Objects::nonNull)
                .sorted(Comparator.comparing(MethodStatistics::total).reversed())
                .toList();
    }
}
