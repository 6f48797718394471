package io.github.multiprocessing4j.manager;

import java.lang.ref.ReferenceQueue;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Which objects have an identity in a server: what a factory or a method returns again and again is one object for its clients. Keeps none of them. Thread-safe. */
final class KnownReferents {
    private final Map<Key, WeakReference<ServedObject>> known = new HashMap<>();

    private final ReferenceQueue<Object> gone = new ReferenceQueue<>();

    /** An object as that type, whatever {@code equals} it has. */
    private static final class Key extends WeakReference<Object> {
        private final ManagedType<?> type;

        private final int hash;

        Key(ManagedType<?> type, Object referent, @Nullable ReferenceQueue<Object> gone) {
            super(referent, gone);
            this.type = type;
            this.hash = System.identityHashCode(referent) * 31 + type.hashCode();
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // this is about identities
        public boolean equals(@Nullable Object other) {
            return other == this
                    || other instanceof Key that && type == that.type && get() != null && get() == that.get();
        }
    }

    /** What nobody refers to any more has no identity, so long as nobody here refers to it either. */
    synchronized void forget(ManagedType<?> type, Object referent) {
        known.remove(new Key(type, referent, null));
    }

    /** {@return the entry of an object, which is made if there is none} */
    synchronized ServedObject get(ManagedType<?> type, Object referent, Supplier<ServedObject> made) {
        for (Object key = gone.poll(); key != null; key = gone.poll()) {
            known.remove(key);
        }
        WeakReference<ServedObject> before = known.get(new Key(type, referent, null));
        ServedObject served = before == null ? null : before.get();
        if (served == null) {
            served = made.get();
            known.put(new Key(type, referent, gone), new WeakReference<>(served));
        }
        return served;
    }
}
