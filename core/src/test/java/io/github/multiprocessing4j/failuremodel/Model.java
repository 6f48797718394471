package io.github.multiprocessing4j.failuremodel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/** Tries all cells, as often as wanted. */
final class Model {
    /** One thing that happens in a scene. */
    private interface Round {
        List<Seen> in(Scene scene) throws Exception;
    }

    /** As many parts at a time; most of the time is spent on starting processes, and on waiting. */
    private static final int LANES = Integer.getInteger("failuremodel.lanes", 2);

    private interface Part {
        void run() throws Exception;
    }

    private final Consumer<Seen> record;

    private final int runs;

    private Model(int runs, Consumer<Seen> record) {
        this.runs = runs;
        this.record = record;
    }

    /** Tries all of them so many times, and tells what was seen, one after the other. */
    static void tryAll(int runs, Consumer<Seen> record) throws Exception {
        Model model = new Model(runs, record);
        List<Future<?>> parts = new ArrayList<>();
        try (ExecutorService lanes = Executors.newFixedThreadPool(LANES)) {
            for (Part part : List.<Part>of(
                    model::shared, model::pool, model::manager, model::parents, model::children, model::trials)) {
                parts.add(lanes.submit(() -> {
                    part.run();
                    return null;
                }));
            }
        }
        for (Future<?> part : parts) {
            part.get(); // all have ended
        }
    }

    private void shared() throws Exception {
        rounds(Scene::shared, Rounds::interrupted, Rounds::timedOut, Rounds::stopped);
        each(Scene::shared, Rounds::outOfMemory);
        each(Scene::shared, Rounds::killed);
    }

    private void pool() throws Exception {
        rounds(
                Scene::pool,
                Rounds::interrupted,
                Rounds::timedOut,
                Rounds::stopped,
                Rounds::outOfMemory,
                Rounds::killed);
    }

    private void children() throws Exception {
        rounds(Scene::child, Rounds::interrupted, Rounds::timedOut);
        each(Scene::child, Rounds::stopped);
        each(Scene::child, Rounds::outOfMemory);
        each(Scene::child, Rounds::killed);
    }

    private void manager() throws Exception {
        rounds(Scene::manager, Rounds::interrupted, Rounds::timedOut, Rounds::stopped, Rounds::outOfMemory);
        each(Scene::manager, Rounds::killed);
    }

    private synchronized void tell(Seen seen) {
        record.accept(seen);
    }

    private void parents() throws Exception {
        for (int i = 0; i < runs; i++) {
            ParentRound.killed().forEach(this::tell);
        }
    }

    private void trials() {
        try (Stage stage = Stage.open()) {
            for (int i = 0; i < runs; i++) {
                Trials.all().forEach(trial -> tell(trial.on(stage)));
            }
        }
    }

    /** In one scene, which goes on. */
    private void rounds(Scene.Setting setting, Round... rounds) throws Exception {
        rounds(runs, setting, rounds);
    }

    @SuppressWarnings("try") // nobody interrupts who closes it
    private void rounds(int times, Scene.Setting setting, Round... rounds) throws Exception {
        try (Scene scene = setting.open()) {
            for (int i = 0; i < times; i++) {
                for (Round round : rounds) {
                    round.in(scene).forEach(this::tell);
                }
            }
        }
    }

    /** Each time in a scene of its own, which ends. */
    private void each(Scene.Setting setting, Round round) throws Exception {
        for (int i = 0; i < runs; i++) {
            rounds(1, setting, round);
        }
    }
}
