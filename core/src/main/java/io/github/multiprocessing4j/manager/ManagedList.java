package io.github.multiprocessing4j.manager;

import java.io.Serial;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A list in a server. */
final class ManagedList<E extends @Nullable Object> extends ArrayList<E> implements Executor.CopiedAs {
    @Serial
    private static final long serialVersionUID = 1L;

    ManagedList(Collection<? extends E> elements) {
        super(elements);
    }

    public List<E> slice(int from, int to) {
        return new ArrayList<>(subList(Math.min(from, size()), Math.min(to, size())));
    }

    @Override
    public Object copy() {
        return new ArrayList<>(this);
    }
}
