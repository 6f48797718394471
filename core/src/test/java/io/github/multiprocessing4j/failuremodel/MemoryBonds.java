package io.github.multiprocessing4j.failuremodel;

import io.github.multiprocessing4j.failuremodel.Bond.Caller;
import io.github.multiprocessing4j.memory.ShareableList;
import io.github.multiprocessing4j.memory.SharedMemory;
import io.github.multiprocessing4j.sync.Semaphore;
import java.util.List;

/** The peer has made memory with a name, which the caller opens when it is told that the peer is dead. */
final class MemoryBonds {
    private static final byte CONTENT = 42;

    private MemoryBonds() {}

    static List<Bond> all() {
        return List.of(sharedMemory(newName()), shareableList(newName()));
    }

    private static String newName() {
        return "mp4j-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
    }

    private static Bond sharedMemory(String name) {
        Semaphore dead = Semaphore.create(0);
        return Bond.standing(
                        Api.SHARED_MEMORY,
                        () -> SharedMemory.create(name, 1).buffer().put(CONTENT),
                        () -> {},
                        new Caller(
                                _ -> {
                                    dead.acquire();
                                    try (SharedMemory memory = SharedMemory.open(name)) {
                                        memory.unlink();
                                        return memory.buffer().get();
                                    }
                                },
                                null),
                        dead)
                .orAnother(dead::release);
    }

    private static Bond shareableList(String name) {
        Semaphore dead = Semaphore.create(0);
        return Bond.standing(
                        Api.SHAREABLE_LIST,
                        () -> ShareableList.create(name, List.of("item")),
                        () -> {},
                        new Caller(
                                _ -> {
                                    dead.acquire();
                                    try (ShareableList list = ShareableList.open(name)) {
                                        list.unlink();
                                        return list.getFirst();
                                    }
                                },
                                null),
                        dead)
                .orAnother(dead::release);
    }
}
