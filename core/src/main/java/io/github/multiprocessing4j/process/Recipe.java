package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.launch.JvmCommand;
import io.github.multiprocessing4j.launch.LaunchedProcess;
import io.github.multiprocessing4j.launch.Launcher;
import io.github.multiprocessing4j.launch.Stdio;
import io.github.multiprocessing4j.launch.Surroundings;
import io.github.multiprocessing4j.wire.Rendezvous;
import java.io.IOException;
import java.util.List;

/**
 * All that is fixed when a child's JVM is started. Those of one recipe are alike until they are told what to run.
 *
 * @param jvm what is said of the JVM
 * @param stdio where its output goes
 * @param ownGroup whether it has a process group of its own
 */
record Recipe(JvmSettings jvm, Stdio stdio, boolean ownGroup) {
    private static final int LONGEST_SHOWN_NAME = 100;

    static Recipe of(ChildProcess process) {
        return new Recipe(process.jvm(), process.output().stdio(), process.ownGroup());
    }

    /** Starts a JVM that will come to a meeting place. */
    LaunchedProcess launch(String name, Rendezvous rendezvous) throws IOException {
        JvmCommand.Paths paths =
                new JvmCommand.Paths(jvm.executable(), jvm.classPath(), jvm.modulePath(), jvm.directory() != null);
        boolean moreOptions = Launcher.OPTION_VARIABLES.stream().anyMatch(jvm.environment()::containsKey);
        List<String> command =
                JvmCommand.of(paths, jvm.jvmOptions(), moreOptions, ChildMain.class.getName(), shown(name));
        byte[] bootstrap = Bootstrap.ofThisParent(rendezvous.invitation()).toBytes();
        return Launcher.best()
                .launch(command, bootstrap, new Surroundings(jvm.environment(), jvm.directory(), stdio, ownGroup));
    }

    /** For whoever lists processes: the whole name is told in the start message, which has no limit. */
    private static String shown(String name) {
        return name.length() <= LONGEST_SHOWN_NAME ? name : name.substring(0, LONGEST_SHOWN_NAME) + "…";
    }
}
