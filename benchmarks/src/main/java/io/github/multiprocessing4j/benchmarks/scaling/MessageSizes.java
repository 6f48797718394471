package io.github.multiprocessing4j.benchmarks.scaling;

import io.github.multiprocessing4j.benchmarks.OneWay;
import io.github.multiprocessing4j.benchmarks.Pinning;
import io.github.multiprocessing4j.benchmarks.RoundTrip;
import io.github.multiprocessing4j.benchmarks.Timing;
import io.github.multiprocessing4j.connection.Connection;
import io.github.multiprocessing4j.connection.Pipe;
import io.github.multiprocessing4j.function.RemoteCallable;
import io.github.multiprocessing4j.function.RemoteRunnable;
import io.github.multiprocessing4j.queue.Queue;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages of one size, between two processes on a processor each. */
final class MessageSizes {
    /** Of a turn one way, and of all round trips that count. */
    private static final long BYTES = 128 << 20;

    private static final int MOST_MESSAGES = 100_000;

    private static final int MOST_ROUND_TRIPS = 20_000;

    private static final int FEWEST_ROUND_TRIPS = 5;

    private final int size;

    private final boolean quick;

    private final Pinning pinning;

    MessageSizes(int size, boolean quick) throws IOException {
        this.size = size;
        this.quick = quick;
        this.pinning = Pinning.ofThisProcess();
    }

    Map<String, Double> pipeOneWay() throws Exception {
        byte[] message = new byte[size];
        int length = size;
        try (var pipe = Pipe.oneWay()) {
            Connection in = pipe.first();
            RemoteCallable<OneWay.Receiver> receiver = () -> {
                byte[] buffer = new byte[length];
                return messages -> {
                    for (int i = 0; i < messages; i++) {
                        check(length, in.recvBytesInto(buffer, 0));
                    }
                };
            };
            OneWay.Sender sender = messages -> {
                for (int i = 0; i < messages; i++) {
                    pipe.second().sendBytes(message);
                }
            };
            return oneWay(sender, receiver);
        }
    }

    Map<String, Double> queueOneWay() throws Exception {
        byte[] message = new byte[size];
        int length = size;
        try (var queue = Queue.<byte[]>create()) {
            RemoteCallable<OneWay.Receiver> receiver = () -> messages -> {
                for (int i = 0; i < messages; i++) {
                    check(length, queue.take().length);
                }
            };
            OneWay.Sender sender = messages -> {
                for (int i = 0; i < messages; i++) {
                    queue.put(message);
                }
            };
            return oneWay(sender, receiver);
        }
    }

    private Map<String, Double> oneWay(OneWay.Sender sender, RemoteCallable<OneWay.Receiver> receiver)
            throws Exception {
        int messages = Math.clamp(BYTES / size, 1, MOST_MESSAGES);
        double perSecond =
                new OneWay(messages, quick ? 5 : 25, quick ? 3 : 12, pinning).perSecond(sender, receiver, List.of());
        return Map.of("bytes_per_second", perSecond * size, "per_second", perSecond);
    }

    Map<String, Double> pipeRoundTrip() throws Exception {
        byte[] message = new byte[size];
        byte[] buffer = new byte[size];
        try (var pipe = Pipe.create()) {
            Connection here = pipe.first();
            Timing.Work ask = () -> {
                here.sendBytes(message);
                check(size, here.recvBytesInto(buffer, 0));
            };
            return roundTrip(ask, new Echo(pipe.second(), size));
        }
    }

    Map<String, Double> queueRoundTrip() throws Exception {
        byte[] message = new byte[size];
        try (var questions = Queue.<byte[]>create();
                var answers = Queue.<byte[]>create()) {
            Timing.Work ask = () -> {
                questions.put(message);
                check(size, answers.take().length);
            };
            return roundTrip(ask, () -> answers.put(questions.take()));
        }
    }

    private Map<String, Double> roundTrip(Timing.Work ask, RemoteRunnable answer) throws Exception {
        int most = quick ? MOST_ROUND_TRIPS / 4 : MOST_ROUND_TRIPS;
        int count = Math.clamp(BYTES / size, FEWEST_ROUND_TRIPS, most);
        return Map.of("us", new RoundTrip(Math.max(count, 10), count, pinning).micros(ask, answer));
    }

    /** Sends back what comes. Its buffer is made where it is used: it need not go over with the rest. */
    private static final class Echo implements RemoteRunnable {
        private static final long serialVersionUID = 1;

        private final Connection connection;

        private final int size;

        private transient byte @Nullable [] buffer;

        Echo(Connection connection, int size) {
            this.connection = connection;
            this.size = size;
        }

        @Override
        public void run() throws IOException {
            byte[] into = buffer;
            if (into == null) {
                into = new byte[size];
                buffer = into;
            }
            check(size, connection.recvBytesInto(into, 0));
            connection.sendBytes(into);
        }
    }

    private static void check(int expected, int actual) {
        if (expected != actual) {
            throw new AssertionError("a message of " + actual + " bytes instead of " + expected);
        }
    }
}
