package io.millrace.interactive.stores;

import io.millrace.interactive.stores.OpenStore.Part;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A query with many rows as its answer, in an order that does not depend on where partitions are. */
interface Scan {

    /**
     * Rows behind a place, until there are no more or the budget is spent.
     *
     * @param after {@link Row#sort} of the last row that is not wanted any more; null for the beginning
     */
    Batch read(List<Part> parts, byte @Nullable [] after, Budget budget);

    /** Whether rows come in falling order. */
    boolean isDescending();

    /** The order of rows. */
    default Comparator<byte[]> order() {
        return isDescending() ? (a, b) -> Arrays.compareUnsigned(b, a) : Arrays::compareUnsigned;
    }
}
