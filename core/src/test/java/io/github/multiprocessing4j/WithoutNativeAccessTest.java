package io.github.multiprocessing4j;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.multiprocessing4j.connection.AuthKey;
import io.github.multiprocessing4j.connection.Client;
import io.github.multiprocessing4j.connection.Listener;
import io.github.multiprocessing4j.connection.Pipe;
import io.github.multiprocessing4j.connection.Waitable;
import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.queue.JoinableQueue;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.sync.Barrier;
import io.github.multiprocessing4j.sync.Event;
import io.github.multiprocessing4j.sync.Lock;
import io.github.multiprocessing4j.sync.Semaphore;
import io.github.multiprocessing4j.testkit.JavaProgram;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What users have is there, if slower, where no function of the C library may be called. */
@Timeout(60)
class WithoutNativeAccessTest {
    /** What is used, with a child on the other side. */
    enum Use {
        PIPE {
            @Override
            @Nullable
            Object tryIt() throws Exception {
                try (var pipe = Pipe.create()) {
                    var there = pipe.second();
                    var child = ChildProcess.start(() -> {
                        there.send(
                                List.of(Objects.requireNonNull(there.recv()), 7).getLast());
                        there.close();
                    });
                    pipe.first().send(6);
                    var ready = Waitable.awaitAny(List.of(pipe.first()), Duration.ofSeconds(20));
                    Object answer = ready.isEmpty() ? "none" : pipe.first().recv();
                    child.join();
                    return answer;
                }
            }
        },
        QUEUE {
            @Override
            Object tryIt() throws Exception {
                try (var asked = JoinableQueue.<Integer>create();
                        var answered = Queue.<Integer>create(1)) {
                    var child = ChildProcess.start(() -> {
                        answered.put(asked.take() + 1);
                        asked.taskDone();
                    });
                    asked.put(6);
                    asked.join();
                    child.join();
                    return answered.take();
                }
            }
        },
        SYNCHRONIZATION {
            @Override
            Object tryIt() throws Exception {
                try (var lock = Lock.create();
                        var semaphore = Semaphore.create(0);
                        var event = Event.create();
                        var barrier = Barrier.create(2)) {
                    lock.lock();
                    var child = ChildProcess.start(() -> {
                        event.set();
                        lock.lock();
                        lock.unlock();
                        barrier.await();
                        semaphore.release();
                    });
                    event.await();
                    lock.unlock();
                    barrier.await();
                    semaphore.acquire();
                    child.join();
                    return child.exitCode().getAsInt() + 7;
                }
            }
        },
        LISTENER {
            @Override
            @Nullable
            Object tryIt() throws Exception {
                AuthKey key = AuthKey.random();
                try (var listener = Listener.builder().authKey(key).open()) {
                    var address = listener.address();
                    var child = ChildProcess.start(() -> {
                        try (var there = Client.connect(address, key)) {
                            there.send(7);
                        }
                    });
                    try (var here = listener.accept()) {
                        Object answer = here.recv();
                        child.join();
                        return answer;
                    }
                }
            }
        },
        POOL {
            @Override
            Object tryIt() throws Exception {
                try (var pool = Pool.create(1)) {
                    return pool.map(x -> x + 1, List.of(6)).getFirst();
                }
            }
        };

        abstract @Nullable Object tryIt() throws Exception;
    }

    static final class Main {
        private Main() {}

        public static void main(String[] args) throws Exception {
            System.out.println(Use.valueOf(args[0]).tryIt());
        }
    }

    @ParameterizedTest
    @EnumSource
    void works(Use use) throws Exception {
        var result = JavaProgram.of(Main.class)
                .jvmOptions("--illegal-native-access=deny")
                .arguments(use.name())
                .run();
        assertEquals("7\n", result.stdout(), result::toString);
        assertEquals(0, result.exitValue(), result::toString);
    }
}
