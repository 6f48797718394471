package io.github.multiprocessing4j.failuremodel;

import java.util.List;
import java.util.function.Consumer;

/** Tries all cells, as often as wanted. */
final class Model {
    /** One thing that happens in a scene. */
    private interface Round {
        List<Seen> in(Scene scene) throws Exception;
    }

    private final Consumer<Seen> record;

    private final int runs;

    private Model(int runs, Consumer<Seen> record) {
        this.runs = runs;
        this.record = record;
    }

    /** Tries all of them so many times, and tells what was seen. */
    static void tryAll(int runs, Consumer<Seen> record) throws Exception {
        Model model = new Model(runs, record);
        model.rounds(Scene::shared, Rounds::interrupted, Rounds::timedOut, Rounds::stopped);
        model.each(Scene::shared, Rounds::outOfMemory);
        model.each(Scene::shared, Rounds::killed);
        model.rounds(Scene::child, Rounds::interrupted, Rounds::timedOut);
        model.each(Scene::child, Rounds::stopped);
        model.each(Scene::child, Rounds::outOfMemory);
        model.each(Scene::child, Rounds::killed);
        model.rounds(
                Scene::pool,
                Rounds::interrupted,
                Rounds::timedOut,
                Rounds::stopped,
                Rounds::outOfMemory,
                Rounds::killed);
        model.rounds(
                Scene::manager, Rounds::interrupted, Rounds::timedOut, Rounds::stopped, Rounds::outOfMemory);
        model.each(Scene::manager, Rounds::killed);
        model.parents();
        model.trials();
    }

    private void parents() throws Exception {
        for (int i = 0; i < runs; i++) {
            ParentRound.killed().forEach(record);
        }
    }

    private void trials() {
        try (Stage stage = Stage.open()) {
            for (int i = 0; i < runs; i++) {
                Trials.all().forEach(trial -> record.accept(trial.on(stage)));
            }
        }
    }

    /** In one scene, which goes on. */
    private void rounds(Scene.Setting setting, Round... rounds) throws Exception {
        rounds(runs, setting, rounds);
    }

    private void rounds(int times, Scene.Setting setting, Round... rounds) throws Exception {
        try (Scene scene = setting.open()) {
            for (int i = 0; i < times; i++) {
                for (Round round : rounds) {
                    round.in(scene).forEach(record);
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
