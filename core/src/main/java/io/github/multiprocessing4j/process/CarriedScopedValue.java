package io.github.multiprocessing4j.process;

import io.github.multiprocessing4j.function.RemoteCallable;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A scoped value. It has an identity, which does not cross; so what crosses is how to find it. */
record CarriedScopedValue<T>(RemoteCallable<ScopedValue<T>> key) implements Carried {
    CarriedScopedValue {
        Objects.requireNonNull(key, "key");
    }

    @Override
    public Binding capture() {
        ScopedValue<T> here = find(key);
        return here.isBound() ? new Bound<>(key, here.get()) : new Unbound();
    }

    private static <T> ScopedValue<T> find(RemoteCallable<ScopedValue<T>> key) {
        try {
            return Objects.requireNonNull(key.call(), "the scoped value");
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("which scoped value it is can't be told", e);
        }
    }

    private record Bound<T>(RemoteCallable<ScopedValue<T>> key, T value) implements Binding {
        @Override
        public <R extends @Nullable Object> R around(RemoteCallable<R> call) throws Exception {
            return ScopedValue.where(find(key), value).call(call::call);
        }
    }

    private record Unbound() implements Binding {
        @Override
        public <R extends @Nullable Object> R around(RemoteCallable<R> call) throws Exception {
            return call.call();
        }
    }
}
