package io.millrace.examples.launch;

import org.jspecify.annotations.Nullable;

/**
 * A record to be fed. The arrays are owned by whoever gets the event.
 *
 * @param timestampMs when it happened
 * @param topic where it goes
 * @param key bytes of the key, or null
 * @param value bytes of the value; null for a tombstone
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record Event(long timestampMs, String topic, byte @Nullable [] key, byte @Nullable [] value) {}
