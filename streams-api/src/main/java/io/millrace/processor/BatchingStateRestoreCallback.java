package io.millrace.processor;

import io.millrace.record.KeyValue;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Puts changelog records back into a store, many at a time. */
public interface BatchingStateRestoreCallback extends StateRestoreCallback {

    /** Applies records in the given order; a null value deletes the key. */
    void restoreAll(Collection<KeyValue<byte[], byte[]>> records);

    /** Not called for a callback of this kind: throws {@code UnsupportedOperationException}. */
    @Override
    default void restore(byte[] key, byte @Nullable [] value) {
        throw new UnsupportedOperationException("This callback restores batches: call restoreAll instead of restore");
    }
}
