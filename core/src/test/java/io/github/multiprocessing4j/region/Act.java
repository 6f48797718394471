package io.github.multiprocessing4j.region;

import java.io.IOException;
import java.nio.file.Files;

/** What a process does with shared memory that dies at one of its fault points. */
enum Act {
    /** Makes the tree's directory. */
    JOIN {
        @Override
        void run(String name) {
            SessionDirectory.get();
        }
    },
    ALLOCATE {
        @Override
        void run(String name) {
            Block.allocate(100_000);
        }
    },
    ALLOCATE_AGAIN {
        @Override
        void run(String name) {
            Block.allocate(8);
            Block.allocate(8).close();
            Block.allocate(8);
        }
    },
    SEND {
        @Override
        void run(String name) {
            Block.allocate(100_000).handle();
        }
    },
    CLOSE {
        @Override
        void run(String name) {
            Block.allocate(100_000).close();
        }
    },
    /** Makes a block with a name, and leaves it to the tree's end. */
    CREATE_NAMED {
        @Override
        void run(String name) throws IOException {
            NamedBlock.create(new Wish(name, 4096, true, true, null));
        }
    },
    UNLINK {
        @Override
        void run(String name) throws IOException {
            try (NamedBlock block = NamedBlock.create(new Wish(name, 4096, true, true, null))) {
                block.unlink();
            }
        }
    },
    /** Has a file tracked that is nobody's block. */
    TRACK {
        @Override
        void run(String name) throws IOException {
            Files.createFile(NamedFiles.DIRECTORY.resolve(name));
            Tracking.track(name);
        }
    };

    /** Does it, until it dies. */
    abstract void run(String name) throws IOException;
}
