package io.millrace.dsl.plan;

import io.millrace.processor.Record;
import org.jspecify.annotations.Nullable;

/** Adds a record of a stream to an aggregate. It gets the record so that a key that is not asked for need not be decoded. */
@FunctionalInterface
public interface Fold {

    /**
     * Returns the new aggregate; null deletes it.
     *
     * @param aggregate what the initializer or the last call returned
     */
    @Nullable
    Object add(Record<Object, Object> record, @Nullable Object aggregate);
}
