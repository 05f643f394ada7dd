package io.millrace.simulation.reference;

import org.jspecify.annotations.Nullable;

/**
 * A record, or a change of a table.
 *
 * @param startMs of the window of a windowed key; else -1
 * @param endMs of the window of a windowed key; else -1
 * @param old value of a table's row before the change; null if there was none, or if it is no table
 * @param isLatest false for a change of a version that is not the newest of its row
 */
record Row(
        @Nullable String key,
        @Nullable String value,
        long timeMs,
        long startMs,
        long endMs,
        @Nullable String old,
        boolean isLatest) {

    Row(@Nullable String key, @Nullable String value, long timeMs) {
        this(key, value, timeMs, -1, -1, null, true);
    }

    Row with(@Nullable String newValue) {
        return new Row(key, newValue, timeMs, startMs, endMs, old, isLatest);
    }

    Row replacing(@Nullable String newOld) {
        return new Row(key, value, timeMs, startMs, endMs, newOld, isLatest);
    }

    Row outOfDate() {
        return new Row(key, value, timeMs, startMs, endMs, old, false);
    }
}
