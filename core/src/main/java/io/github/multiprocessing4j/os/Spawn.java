package io.github.multiprocessing4j.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starting a program, posix_spawn(3). The new process has the three standard descriptors and no other, whatever this one
 * has open, and no signal blocked.
 */
public final class Spawn {
    /** {@code posix_spawnattr_t} has 336 bytes in glibc, {@code posix_spawn_file_actions_t} 80, {@code sigset_t} 128. */
    private static final long ROOM = 512;

    private static final short POSIX_SPAWN_SETPGROUP = 2;

    private static final short POSIX_SPAWN_SETSIGMASK = 8;

    private static final short POSIX_SPAWN_SETSID = 0x80;

    private static final int FIRST_OF_THE_REST = 3;

    // int posix_spawn(pid_t *pid, const char *path, const posix_spawn_file_actions_t *file_actions,
    //                 const posix_spawnattr_t *attrp, char *const argv[], char *const envp[]);
    private static final CFunction POSIX_SPAWN = CFunction.named("posix_spawn");

    // int posix_spawn_file_actions_init(posix_spawn_file_actions_t *file_actions);
    private static final CFunction ACTIONS_INIT = CFunction.named("posix_spawn_file_actions_init");

    // int posix_spawn_file_actions_destroy(posix_spawn_file_actions_t *file_actions);
    private static final CFunction ACTIONS_DESTROY = CFunction.named("posix_spawn_file_actions_destroy");

    // int posix_spawn_file_actions_adddup2(posix_spawn_file_actions_t *file_actions, int fd, int newfd);
    private static final CFunction ADD_DUP2 = CFunction.named("posix_spawn_file_actions_adddup2");

    // int posix_spawn_file_actions_addopen(posix_spawn_file_actions_t *file_actions, int fd, const char *path,
    //                                      int oflag, mode_t mode);
    private static final CFunction ADD_OPEN = CFunction.named("posix_spawn_file_actions_addopen");

    // int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *file_actions, int from);  glibc 2.34
    private static final CFunction ADD_CLOSEFROM = CFunction.named("posix_spawn_file_actions_addclosefrom_np");

    // int posix_spawn_file_actions_addchdir_np(posix_spawn_file_actions_t *file_actions, const char *path);  glibc 2.29
    private static final CFunction ADD_CHDIR = CFunction.named("posix_spawn_file_actions_addchdir_np");

    // int posix_spawnattr_init(posix_spawnattr_t *attr);
    private static final CFunction ATTR_INIT = CFunction.named("posix_spawnattr_init");

    // int posix_spawnattr_destroy(posix_spawnattr_t *attr);
    private static final CFunction ATTR_DESTROY = CFunction.named("posix_spawnattr_destroy");

    // int posix_spawnattr_setflags(posix_spawnattr_t *attr, short flags);
    private static final CFunction ATTR_SETFLAGS = CFunction.named("posix_spawnattr_setflags");

    // int posix_spawnattr_setsigmask(posix_spawnattr_t *attr, const sigset_t *sigmask);
    private static final CFunction ATTR_SETSIGMASK = CFunction.named("posix_spawnattr_setsigmask");

    /*
     * Of the children of a process that ignores SIGCHLD, as it does if its parent did, the kernel does not tell how they ended.
     * The JDK does the same as it starts its first process. Who makes this process ignore it later on has a reason.
     */
    /** Done once, before the first child is started. */
    private static final class EndsAreTold {
        static {
            Signals.noLongerIgnore(Signals.SIGCHLD);
        }

        static void require() {}
    }

    private Spawn() {}

    /** Makes the class link its functions. */
    static void link() {
        Environment.link();
    }

    /** What a standard descriptor of the new process is to be. */
    public sealed interface FileAction {
        /**
         * A duplicate of a descriptor of this process.
         *
         * @param from this process's descriptor
         * @param to the new process's
         */
        record Duplicate(int from, int to) implements FileAction {}

        /**
         * A file, opened by the new process.
         *
         * @param descriptor the new process's descriptor
         * @param path the file
         * @param flags as of open(2)
         */
        record Open(int descriptor, String path, int flags) implements FileAction {}

        /**
         * Another working directory.
         *
         * @param path where it is
         */
        record ChangeDirectory(String path) implements FileAction {}
    }

    /**
     * Starts a program.
     *
     * @param command the program's absolute path and its arguments
     * @param environment variables that it has beside and instead of this process's; null for none of that name
     * @param actions what the standard descriptors are to be, in this order; this process's own where nothing is said
     * @return the new process's pid
     * @throws CommandTooLongException if the command and the environment are too long together, or one argument is
     * @throws IOException if the operating system refuses
     */
    public static long start(List<String> command, Map<String, @Nullable String> environment, List<FileAction> actions)
            throws IOException {
        return start(command, environment, actions, POSIX_SPAWN_SETSIGMASK);
    }

    /**
     * Starts a program in a process group of its own, whose id is the new process's: signals to this process's group, as from its terminal,
     * don't reach it.
     *
     * @param command the program's absolute path and its arguments
     * @param environment variables that it has beside and instead of this process's; null for none of that name
     * @param actions what the standard descriptors are to be, in this order; this process's own where nothing is said
     * @return the new process's pid
     * @throws CommandTooLongException if the command and the environment are too long together, or one argument is
     * @throws IOException if the operating system refuses
     */
    public static long startInNewGroup(
            List<String> command, Map<String, @Nullable String> environment, List<FileAction> actions)
            throws IOException {
        return start(command, environment, actions, (short) (POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP));
    }

    /**
     * Starts a program in a session of its own: signals to this process's group or from its terminal don't reach it.
     *
     * @param command the program's absolute path and its arguments
     * @param actions what the standard descriptors are to be, in this order; this process's own where nothing is said
     * @return the new process's pid
     * @throws IOException if the operating system refuses
     */
    public static long startInNewSession(List<String> command, List<FileAction> actions) throws IOException {
        return start(command, Map.of(), actions, (short) (POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSID));
    }

    private static long start(
            List<String> command, Map<String, @Nullable String> environment, List<FileAction> actions, short flags)
            throws IOException {
        EndsAreTold.require();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment pid = arena.allocate(JAVA_INT);
            int error = spawn(arena, pid, command, environment, actions, flags);
            if (error == Errno.E2BIG) {
                throw new CommandTooLongException();
            } else if (error != 0) {
                throw new IOException("can't start " + command.getFirst() + ": " + Errno.describe(error));
            }
            return pid.get(JAVA_INT, 0);
        }
    }

    private static int spawn(
            Arena arena,
            MemorySegment pid,
            List<String> command,
            Map<String, @Nullable String> environment,
            List<FileAction> actions,
            short flags)
            throws IOException {
        MemorySegment fileActions = arena.allocate(ROOM, 16);
        MemorySegment attributes = arena.allocate(ROOM, 16);
        require(ACTIONS_INIT.callPlain(fileActions.address()));
        require(ATTR_INIT.callPlain(attributes.address()));
        try {
            for (FileAction action : actions) {
                add(arena, fileActions, action);
            }
            require(ADD_CLOSEFROM.callPlain(fileActions.address(), FIRST_OF_THE_REST));
            require(ATTR_SETSIGMASK.callPlain(
                    attributes.address(), arena.allocate(ROOM, 16).address()));
            require(ATTR_SETFLAGS.callPlain(attributes.address(), flags));
            return POSIX_SPAWN.callPlain(
                    pid.address(),
                    CStrings.one(arena, command.getFirst()).address(),
                    fileActions.address(),
                    attributes.address(),
                    CStrings.array(arena, command).address(),
                    Environment.with(arena, environment).address());
        } finally {
            require(ACTIONS_DESTROY.callPlain(fileActions.address()));
            require(ATTR_DESTROY.callPlain(attributes.address()));
        }
    }

    private static void add(Arena arena, MemorySegment fileActions, FileAction action) throws IOException {
        int ownerOnly = 0600;
        switch (action) {
            case FileAction.Duplicate(int from, int to) -> require(ADD_DUP2.callPlain(fileActions.address(), from, to));
            case FileAction.ChangeDirectory(String path) ->
                require(ADD_CHDIR.callPlain(
                        fileActions.address(), CStrings.one(arena, path).address()));
            case FileAction.Open(int descriptor, String path, int flags) ->
                require(ADD_OPEN.callPlain(
                        fileActions.address(),
                        descriptor,
                        CStrings.one(arena, path).address(),
                        flags,
                        ownerOnly));
        }
    }

    private static void require(int error) throws IOException {
        if (error != 0) {
            throw new IOException(Errno.describe(error));
        }
    }
}
