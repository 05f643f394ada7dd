package io.millrace.interactive.stores;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a scan has found.
 *
 * @param rows in the scan's order
 * @param resumeAfter null if these are all; else every row up to this place is among them, and none behind
 */
record Batch(List<Row> rows, byte @Nullable [] resumeAfter) {

    Batch {
        rows = List.copyOf(rows);
    }
}
