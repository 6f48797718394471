package io.github.multiprocessing4j.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.multiprocessing4j.failure.SerializationException;
import io.github.multiprocessing4j.failure.WorkerDiedException;
import io.github.multiprocessing4j.testkit.Death;
import io.github.multiprocessing4j.testkit.ShortLived;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.Serial;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to die, at every moment of a task, under every kind of call: the caller is told, and the next call is served. */
@Timeout(120)
class PoolDeathMatrixTest {
    private static final long BOUND_SECONDS = 30;

    enum Moment {
        DECODING,
        RUNNING,
        ENCODING
    }

    enum Call {
        APPLY {
            @Override
            Future<?> on(ProcessPoolExecutor executor, Pool pool, Deadly deadly) {
                return pool.applyAsync(deadly::run);
            }
        },
        MAP {
            @Override
            Future<?> on(ProcessPoolExecutor executor, Pool pool, Deadly deadly) {
                return pool.mapAsync(Deadly::run, List.of(deadly));
            }
        },
        IMAP {
            @Override
            Future<?> on(ProcessPoolExecutor executor, Pool pool, Deadly deadly) {
                IMapIterator<Object> results = pool.imap(Deadly::run, List.of(deadly));
                return java.util.concurrent.CompletableFuture.supplyAsync(results::next);
            }
        },
        EXECUTOR {
            @Override
            Future<?> on(ProcessPoolExecutor executor, Pool pool, Deadly deadly) {
                return executor.submit(deadly::run);
            }
        };

        abstract Future<?> on(ProcessPoolExecutor executor, Pool pool, Deadly deadly);
    }

    /** What is deadly at some moment. */
    record Deadly(Moment moment, Death death, int number) implements Serializable {
        Object run() {
            if (moment == Moment.RUNNING) {
                death.now();
            }
            return new Result(moment == Moment.ENCODING ? death : null);
        }

        @Serial
        private Object writeReplace() {
            return new Parcel(this.moment, this.death, this.number);
        }
    }

    /** A record is not asked when it is decoded; this is. */
    private static final class Parcel implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private final Moment moment;

        private final Death death;

        private final int number;

        Parcel(Moment moment, Death death, int number) {
            this.moment = moment;
            this.death = death;
            this.number = number;
        }

        @Serial
        private Object readResolve() {
            if (moment == Moment.DECODING) {
                death.now();
            }
            return new Deadly(moment, death, number);
        }
    }

    private record Result(@Nullable Death death) implements Serializable {
        @Serial
        private Object writeReplace() {
            if (death != null) {
                death.now();
            }
            return this;
        }
    }

    /** What another test does with {@code imap} and every death. */
    static Stream<Arguments> some() {
        return Stream.of(
                Arguments.of(Call.APPLY, Moment.DECODING, Death.SIGKILL),
                Arguments.of(Call.MAP, Moment.DECODING, Death.EXCEPTION),
                Arguments.of(Call.EXECUTOR, Moment.DECODING, Death.EXIT),
                Arguments.of(Call.APPLY, Moment.RUNNING, Death.SIGSEGV),
                Arguments.of(Call.MAP, Moment.RUNNING, Death.OUT_OF_MEMORY),
                Arguments.of(Call.EXECUTOR, Moment.RUNNING, Death.HALT),
                Arguments.of(Call.APPLY, Moment.ENCODING, Death.EXCEPTION),
                Arguments.of(Call.MAP, Moment.ENCODING, Death.HALT),
                Arguments.of(Call.EXECUTOR, Moment.ENCODING, Death.SIGKILL));
    }

    static Stream<Arguments> all() {
        return Stream.of(Call.values())
                .flatMap(call -> Stream.of(Moment.values())
                        .flatMap(moment -> Stream.of(Death.values()).map(death -> Arguments.of(call, moment, death))));
    }

    @ParameterizedTest
    @MethodSource("some")
    void theCallerIsToldAndTheNextOneServed(Call call, Moment moment, Death death) throws Exception {
        PoolBuilder settings = Pool.builder().processes(1).jvmOptions(Death.SMALL_HEAP);
        try (ProcessPoolExecutor executor = ProcessPoolExecutor.create(settings)) {
            Pool pool = executor.pool();
            Future<?> result = call.on(executor, pool, new Deadly(moment, death, 1));
            var e = assertThrows(ExecutionException.class, () -> result.get(BOUND_SECONDS, TimeUnit.SECONDS));
            Throwable cause = Objects.requireNonNull(e.getCause());
            if (death == Death.EXCEPTION) {
                assertEquals(moment != Moment.RUNNING, cause instanceof SerializationException, cause::toString);
            } else {
                var died = assertInstanceOf(WorkerDiedException.class, cause);
                assertEquals(death.exitStatus(), died.exitStatus(), died::toString);
            }
            assertEquals(1, executor.submit(() -> 1).get(BOUND_SECONDS, TimeUnit.SECONDS));
        }
    }

    @Tag("stress")
    @ParameterizedTest
    @MethodSource("all")
    void theCallerIsToldInAllCombinations(Call call, Moment moment, Death death) throws Exception {
        theCallerIsToldAndTheNextOneServed(call, moment, death);
    }

    /** In this process only an exception can be survived. */
    @Test
    void aResultThatCanNotBeDecodedHereIsAnErrorOfItsCall() throws Exception {
        try (ProcessPoolExecutor executor =
                ProcessPoolExecutor.create(ShortLived.poolBuilder().processes(1))) {
            long here = ProcessHandle.current().pid();
            for (Future<?> each : List.of(
                    executor.submit(() -> new Undecodable(here)),
                    executor.pool().mapAsync(_ -> new Undecodable(here), List.of(1)))) {
                var e = assertThrows(ExecutionException.class, each::get);
                assertInstanceOf(SerializationException.class, e.getCause());
            }
            assertEquals(1, executor.submit(() -> 1).get());
        }
    }

    private static final class Undecodable implements Serializable {
        @Serial
        private static final long serialVersionUID = 1L;

        private final long where;

        Undecodable(long where) {
            this.where = where;
        }

        @Serial
        private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
            in.defaultReadObject();
            if (where == ProcessHandle.current().pid()) {
                throw new IllegalStateException("not here");
            }
        }
    }
}
