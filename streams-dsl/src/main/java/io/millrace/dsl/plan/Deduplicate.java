package io.millrace.dsl.plan;

import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Drops records that repeat an id within a window.
 *
 * @param store where ids are remembered, by the time of their first record
 * @param id the id of a record (key, value); null if it is the key
 */
public record Deduplicate(
        StoreSettings store, @Nullable BiFunction<Object, Object, Object> id, long windowMs, long graceMs)
        implements Operation {

    @Override
    public void accept(Visitor visitor) {
        visitor.deduplicate(this);
    }
}
