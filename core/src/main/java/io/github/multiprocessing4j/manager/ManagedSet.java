package io.github.multiprocessing4j.manager;

import java.io.Serial;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A set in a server. */
final class ManagedSet<E extends @Nullable Object> extends LinkedHashSet<E> implements Executor.CopiedAs {
    @Serial
    private static final long serialVersionUID = 1L;

    ManagedSet(Collection<? extends E> elements) {
        super(elements);
    }

    public List<E> elements() {
        return new ArrayList<>(this);
    }

    @Override
    public Object copy() {
        return new LinkedHashSet<>(this);
    }
}
