package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/** Puts a record of a changelog back into a store. */
@FunctionalInterface
public interface StateRestoreCallback {

    /** Applies one changelog record; a null value deletes the key. */
    void restore(byte[] key, byte @Nullable [] value);
}
