package io.github.multiprocessing4j.benchmarks;

import io.github.multiprocessing4j.connection.Pipe;
import io.github.multiprocessing4j.function.RemoteCallable;
import java.util.List;

/** This library's side of the measures on pipes. */
final class PipeSide {
    static final int SMALL = 64;

    static final int SMALL_MESSAGES = 200_000;

    private static final int LARGE = 1 << 20;

    private static final int LARGE_MESSAGES = 500;

    private final Effort effort;

    private final Pinning pinning;

    PipeSide(Effort effort, Pinning pinning) {
        this.effort = effort;
        this.pinning = pinning;
    }

    /** How many small messages make a turn, and how many turns; also for what this library is compared with. */
    static OneWay small(Effort effort, Pinning pinning) {
        return new OneWay(effort.messages(SMALL_MESSAGES), effort.turns(20), effort.turns(12), pinning);
    }

    static OneWay large(Effort effort, Pinning pinning) {
        return new OneWay(effort.messages(LARGE_MESSAGES), effort.turns(4), effort.turns(8), pinning);
    }

    double oneWay64() throws Exception {
        try (var pipe = Pipe.oneWay()) {
            var in = pipe.first();
            RemoteCallable<OneWay.Receiver> receiver = () -> messages -> {
                for (int i = 0; i < messages; i++) {
                    check(SMALL, in.recvBytes().length);
                }
            };
            return small(effort, pinning).perSecond(sender(pipe, SMALL), receiver, List.of());
        }
    }

    double oneWay1MibFresh() throws Exception {
        try (var pipe = Pipe.oneWay()) {
            var in = pipe.first();
            RemoteCallable<OneWay.Receiver> receiver = () -> messages -> {
                for (int i = 0; i < messages; i++) {
                    check(LARGE, in.recvBytes().length);
                }
            };
            return large(effort, pinning).perSecond(sender(pipe, LARGE), receiver, List.of());
        }
    }

    double oneWay1MibInto() throws Exception {
        try (var pipe = Pipe.oneWay()) {
            var in = pipe.first();
            RemoteCallable<OneWay.Receiver> receiver = () -> {
                byte[] buffer = new byte[LARGE];
                return messages -> {
                    for (int i = 0; i < messages; i++) {
                        check(LARGE, in.recvBytesInto(buffer, 0));
                    }
                };
            };
            return large(effort, pinning).perSecond(sender(pipe, LARGE), receiver, List.of());
        }
    }

    private static OneWay.Sender sender(Pipe pipe, int length) {
        byte[] message = new byte[length];
        return messages -> {
            for (int i = 0; i < messages; i++) {
                pipe.second().sendBytes(message);
            }
        };
    }

    double roundTrip64() throws Exception {
        return roundTrip(SMALL, effort.messages(20_000));
    }

    double roundTrip1Mib() throws Exception {
        return roundTrip(LARGE, effort.messages(2_000));
    }

    private double roundTrip(int length, int count) throws Exception {
        byte[] message = new byte[length];
        try (var pipe = Pipe.create()) {
            var here = pipe.first();
            var there = pipe.second();
            Timing.Work ask = () -> {
                here.sendBytes(message);
                check(length, here.recvBytes().length);
            };
            return new RoundTrip(count, count, pinning).micros(ask, () -> there.sendBytes(there.recvBytes()));
        }
    }

    private static void check(int expected, int actual) {
        if (expected != actual) {
            throw new AssertionError("a message of " + actual + " bytes instead of " + expected);
        }
    }
}
