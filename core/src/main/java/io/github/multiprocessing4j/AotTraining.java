package io.github.multiprocessing4j;

import io.github.multiprocessing4j.connection.AuthKey;
import io.github.multiprocessing4j.launch.AotBuild;
import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.queue.Queue;
import io.github.multiprocessing4j.sync.Lock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The program that builds the AOT cache for children. What it records is a pool's worker, which is a child that takes in and gives back
 * much in its life, and comes to a good end.
 */
final class AotTraining {
    /** Where a machine has so much else to do, there will be another time. */
    private static final long PATIENCE_SECONDS = 300;

    private static final long FOR_A_TASK_SECONDS = 60;

    /** What was recorded is written as the worker ends, 16 MB of it, and at the lowest priority. */
    private static final String FOR_AN_END_SECONDS = "120";

    private AotTraining() {}

    /**
     * Builds it.
     *
     * @param args the directory where caches are kept
     * @throws IOException if it can't be written there
     */
    public static void main(String[] args) throws IOException {
        System.setProperty("multiprocessing4j.workerEndSeconds", FOR_AN_END_SECONDS);
        Thread.ofPlatform().daemon().name("mp4j-limit").start(AotTraining::endInTime);
        AotBuild.in(Path.of(args[0]), AotTraining::exercise);
    }

    /** Its children end with it, and what is unfinished is removed by the next one. */
    private static void endInTime() {
        try {
            boolean _ = new CountDownLatch(1).await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            Runtime.getRuntime().halt(1);
        }
    }

    private static void exercise(List<String> jvmOptions) throws Exception {
        try (Queue<String> queue = Queue.create();
                Lock lock = Lock.create();
                Pool pool = Pool.builder().processes(1).jvmOptions(jvmOptions).build()) {
            String word = "word";
            String back = pool.applyAsync(() -> use(queue, lock, word)).get(FOR_A_TASK_SECONDS, TimeUnit.SECONDS);
            if (!back.equals(word)) {
                throw new IOException("a worker gave back " + back);
            }
            pool.map(x -> x + 1, List.of(1, 2, 3, 4));
        }
    }

    /** What a child's code is likely to do. */
    private static String use(Queue<String> queue, Lock lock, String word) throws InterruptedException {
        lock.lock();
        try {
            queue.put(word);
            return queue.take();
        } finally {
            lock.unlock();
            AuthKey.random(); // as one does that makes itself ready
            boolean _ = System.getLogger("java.lang.Runtime").isLoggable(System.Logger.Level.DEBUG);
        }
    }
}
