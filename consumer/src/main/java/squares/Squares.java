package squares;

import io.github.multiprocessing4j.manager.SyncManager;
import io.github.multiprocessing4j.pool.Pool;
import io.github.multiprocessing4j.process.ChildProcess;
import io.github.multiprocessing4j.queue.Queue;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/** Has other processes compute: the workers of a pool, and a child that answers by a queue and a manager's map. */
public final class Squares {
    record Square(int value, long pid) implements Serializable {}

    private Squares() {}

    /** Runs it. */
    public static void main(String[] args) throws InterruptedException {
        long self = pid();
        System.out.println("this process: " + code());
        try (var pool = Pool.create(2);
                var queue = Queue.<String>create();
                var manager = SyncManager.start()) {
            List<Square> squares = pool.map(n -> new Square(n * n, pid()), List.of(1, 2, 3, 4));
            System.out.println("squares: " + squares.stream().map(Square::value).toList());
            System.out.println("computed here: "
                    + squares.stream().filter(square -> square.pid() == self).count());

            Map<String, Integer> shared = manager.map();
            var child = ChildProcess.start(() -> {
                squares.forEach(square -> shared.merge("sum", square.value(), Integer::sum));
                queue.put("a child: " + code());
            });
            System.out.println(queue.take());
            child.join();
            System.out.println("shared: " + shared + ", and the child " + child.exitStatus());
        }
    }

    private static long pid() {
        return ProcessHandle.current().pid();
    }

    /** {@return where this process has the program and the library from} */
    private static String code() {
        var library = Pool.class.getProtectionDomain().getCodeSource().getLocation();
        return Squares.class.getModule().isNamed()
                ? "modules, from " + library.getProtocol() + ":"
                : "class path, from " + library.getProtocol() + ":";
    }
}
