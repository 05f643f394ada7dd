package io.millrace.simulation.reference;

import org.jspecify.annotations.Nullable;

/**
 * A record, or a change of a table.
 *
 * @param startMs of the window of a windowed key; else -1
 * @param endMs of the window of a windowed key; else -1
 * @param replaces whether the table had a row of that key before
 */
record Row(@Nullable String key, @Nullable String value, long timeMs, long startMs, long endMs, boolean replaces) {

    Row(@Nullable String key, @Nullable String value, long timeMs) {
        this(key, value, timeMs, -1, -1, false);
    }

    Row with(@Nullable String newValue) {
        return new Row(key, newValue, timeMs, startMs, endMs, replaces);
    }

    Row replacing(boolean newReplaces) {
        return new Row(key, value, timeMs, startMs, endMs, newReplaces);
    }
}
