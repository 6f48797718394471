package io.github.multiprocessing4j.benchmarks;

import io.github.multiprocessing4j.function.RemoteCallable;
import java.io.IOException;
import java.util.List;

/**
 * Messages from this process to a child, in turns: from the first one's sending to the acknowledgement of the last. The
 * acknowledgement comes through a pipe of this library, whatever the messages go through.
 *
 * @param messages how many in a turn
 * @param warmUp how many turns before those that count
 * @param repeats how many turns count
 * @param pinning where the processes run
 */
public record OneWay(int messages, int warmUp, int repeats, Pinning pinning) {
    /** Sends so many messages. */
    public interface Sender {
        void send(int messages) throws Exception;
    }

    /** Receives so many messages. */
    public interface Receiver extends AutoCloseable {
        void receive(int messages) throws Exception;

        @Override
        default void close() throws IOException {}
    }

    /** {@return how many messages pass in a second, the median of the turns} */
    public double perSecond(Sender sender, RemoteCallable<Receiver> opened, List<String> jvmOptions) throws Exception {
        int count = messages;
        int turns = warmUp + repeats;
        Pair.Task receiving = acknowledgements -> {
            try (Receiver receiver = opened.call()) {
                Pair.acknowledge(acknowledgements);
                for (int i = 0; i < turns; i++) {
                    receiver.receive(count);
                    Pair.acknowledge(acknowledgements);
                }
            }
        };
        try (var pair = new Pair(pinning, jvmOptions, receiving)) {
            pair.awaitReadiness();
            Timing.Work turn = () -> {
                sender.send(count);
                pair.awaitAcknowledgement();
            };
            return messages / Timing.seconds(turn, warmUp, repeats);
        }
    }
}
