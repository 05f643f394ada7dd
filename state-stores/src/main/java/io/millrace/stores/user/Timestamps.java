package io.millrace.stores.user;

import io.millrace.processor.StateStore;
import io.millrace.state.TimestampedBytesStore;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * What becomes of the timestamp in front of a value that goes into a store of the program's own. As in Kafka Streams, a persistent store gets it only if it
 * is a {@link TimestampedBytesStore}.
 */
public enum Timestamps {

    /** Nothing. */
    KEPT,
    /** The store gets the value alone, which comes back with the timestamp -1. */
    STRIPPED;

    /**
     * What is right for a store.
     *
     * @param timestamped whether the values begin with timestamps
     */
    public static Timestamps in(StateStore store, boolean timestamped) {
        return timestamped && store.persistent() && !(store instanceof TimestampedBytesStore) ? STRIPPED : KEPT;
    }

    /** What the store gets. */
    public byte[] keep(byte[] value) {
        return this == KEPT ? value : Arrays.copyOfRange(value, Long.BYTES, value.length);
    }

    /** The value of what the store has. */
    public byte[] restore(byte[] kept) {
        return this == KEPT
                ? kept
                : ByteBuffer.allocate(Long.BYTES + kept.length)
                        .putLong(-1)
                        .put(kept)
                        .array();
    }
}
