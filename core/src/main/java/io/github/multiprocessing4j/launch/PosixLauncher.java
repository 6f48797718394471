package io.github.multiprocessing4j.launch;

import io.github.multiprocessing4j.os.CommandTooLongException;
import io.github.multiprocessing4j.os.Descriptors;
import io.github.multiprocessing4j.os.Descriptors.Pipe;
import io.github.multiprocessing4j.os.Errno;
import io.github.multiprocessing4j.os.Spawn;
import io.github.multiprocessing4j.os.Spawn.FileAction;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts programs by posix_spawn(3). Unlike {@link PortableLauncher} it learns the wait status as the kernel puts it,
 * and needs no helper program between.
 */
final class PosixLauncher implements Launcher {
    private static final int STDIN = 0;
    private static final int STDOUT = 1;
    private static final int STDERR = 2;

    private static final int O_WRONLY = 01;
    private static final int O_CREAT = 0100;
    private static final int O_APPEND = 02000;

    @Override
    public LaunchedProcess launch(List<String> command, byte[] input, Surroundings surroundings) throws IOException {
        Requirements.check(surroundings);
        try (var pipes = new Pipes()) {
            List<FileAction> actions = new ArrayList<>();
            actions.add(new FileAction.Duplicate(pipes.filledWith(input), STDIN));
            List<InputStream> outputs = outputs(surroundings.stdio(), pipes, actions);
            if (surroundings.directory() != null) {
                actions.add(
                        new FileAction.ChangeDirectory(surroundings.directory().toString()));
            }
            boolean ownGroup = surroundings.ownGroup();
            Map<String, @Nullable String> environment = environment(surroundings);
            long pid = ownGroup
                    ? Spawn.startInNewGroup(command, environment, actions)
                    : Spawn.start(command, environment, actions);
            pipes.keepOutputs();
            return new PosixProcess(pid, outputs, ownGroup);
        } catch (CommandTooLongException e) {
            throw Requirements.tooLong(command, e);
        }
    }

    private static Map<String, @Nullable String> environment(Surroundings surroundings) {
        Map<String, @Nullable String> environment = new HashMap<>();
        OPTION_VARIABLES.forEach(name -> environment.put(name, null));
        environment.putAll(surroundings.environment());
        return environment;
    }

    private static List<InputStream> outputs(Stdio stdio, Pipes pipes, List<FileAction> actions) throws IOException {
        switch (stdio) {
            case Stdio.Inherited() -> {}
            case Stdio.Discarded() -> {
                actions.add(new FileAction.Open(STDOUT, "/dev/null", O_WRONLY));
                actions.add(new FileAction.Duplicate(STDOUT, STDERR));
            }
            case Stdio.ToFile(var path) -> {
                actions.add(
                        new FileAction.Open(STDOUT, path.toAbsolutePath().toString(), O_WRONLY | O_CREAT | O_APPEND));
                actions.add(new FileAction.Duplicate(STDOUT, STDERR));
            }
            case Stdio.Piped() -> {
                return List.of(pipes.output(STDOUT, actions), pipes.output(STDERR, actions));
            }
        }
        return List.of();
    }

    /** The descriptors that one start needs; closes what this process has no use for, or all of them if the start fails. */
    private static final class Pipes implements AutoCloseable {
        private final List<Integer> toClose = new ArrayList<>();
        private final List<Integer> outputs = new ArrayList<>();

        int filledWith(byte[] input) throws IOException {
            Pipe pipe = open();
            int written = Descriptors.write(pipe.write(), input);
            if (written != input.length) {
                throw new IOException("a pipe did not take in " + input.length + " bytes: "
                        + (written < 0 ? Errno.describe(-written) : "only " + written));
            }
            return pipe.read();
        }

        InputStream output(int descriptor, List<FileAction> actions) throws IOException {
            Pipe pipe = open();
            toClose.remove(Integer.valueOf(pipe.read()));
            outputs.add(pipe.read());
            actions.add(new FileAction.Duplicate(pipe.write(), descriptor));
            return new DescriptorInputStream(pipe.read());
        }

        private Pipe open() throws IOException {
            Pipe pipe = Descriptors.pipe();
            toClose.add(pipe.read());
            toClose.add(pipe.write());
            return pipe;
        }

        void keepOutputs() {
            outputs.clear();
        }

        @Override
        public void close() {
            toClose.forEach(Descriptors::close);
            outputs.forEach(Descriptors::close);
        }
    }
}
