package io.millrace.dsl.operator;

import org.jspecify.annotations.Nullable;

/**
 * An update of one row of a table. Immutable.
 *
 * @param newValue null for a delete
 * @param oldValue null if there was none, or if nobody behind needs it
 * @param isLatest false only in versioned tables, for an update that is older than the newest version
 * @param <V> type of values
 */
public record Change<V>(@Nullable V newValue, @Nullable V oldValue, boolean isLatest) {

    /** A change to the newest version. */
    public Change(@Nullable V newValue, @Nullable V oldValue) {
        this(newValue, oldValue, true);
    }

    @Override
    public String toString() {
        return "(" + newValue + "<-" + oldValue + ")";
    }
}
