package io.millrace.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The reading half of a session store. A search names the earliest end and the latest start of sessions, in milliseconds
 * since the epoch, both inclusive, so that it finds what overlaps the time in between. Null keys at the ends of a range
 * leave it open. Order: by key bytes, then by start. Iterators have to be closed.
 */
public interface ReadOnlySessionStore<K, AGG> {

    /** Sessions of {@code key} that end at or after the one time and start at or before the other, earliest first. */
    default KeyValueIterator<Windowed<K>, AGG> findSessions(
            K key, long earliestSessionEndTime, long latestSessionStartTime) {
        throw new UnsupportedOperationException(getClass().getName() + " does not support this query of sessions");
    }

    /** As the other {@code findSessions} of a key. */
    default KeyValueIterator<Windowed<K>, AGG> findSessions(
            K key, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        throw new UnsupportedOperationException(getClass().getName() + " does not support this query of sessions");
    }

    /** As {@code findSessions}, latest first. */
    default KeyValueIterator<Windowed<K>, AGG> backwardFindSessions(
            K key, long earliestSessionEndTime, long latestSessionStartTime) {
        throw new UnsupportedOperationException(getClass().getName() + " does not support this query of sessions");
    }

    /** As {@code findSessions}, latest first. */
    default KeyValueIterator<Windowed<K>, AGG> backwardFindSessions(
            K key, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        throw new UnsupportedOperationException(getClass().getName() + " does not support this query of sessions");
    }

    /** Sessions of all keys from {@code keyFrom} to {@code keyTo} in the given time. */
    default KeyValueIterator<Windowed<K>, AGG> findSessions(
            @Nullable K keyFrom, @Nullable K keyTo, long earliestSessionEndTime, long latestSessionStartTime) {
        throw new UnsupportedOperationException(getClass().getName() + " does not support this query of sessions");
    }

    /** As the other {@code findSessions} of a key range. */
    default KeyValueIterator<Windowed<K>, AGG> findSessions(
            @Nullable K keyFrom, @Nullable K keyTo, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        throw new UnsupportedOperationException(getClass().getName() + " does not support this query of sessions");
    }

    /** As {@code findSessions} of a key range, in opposite order. */
    default KeyValueIterator<Windowed<K>, AGG> backwardFindSessions(
            @Nullable K keyFrom, @Nullable K keyTo, long earliestSessionEndTime, long latestSessionStartTime) {
        throw new UnsupportedOperationException(getClass().getName() + " does not support this query of sessions");
    }

    /** As {@code findSessions} of a key range, in opposite order. */
    default KeyValueIterator<Windowed<K>, AGG> backwardFindSessions(
            @Nullable K keyFrom, @Nullable K keyTo, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        throw new UnsupportedOperationException(getClass().getName() + " does not support this query of sessions");
    }

    /** The aggregate of the session of {@code key} with exactly this start and end, or null. */
    default @Nullable AGG fetchSession(K key, long sessionStartTime, long sessionEndTime) {
        throw new UnsupportedOperationException(getClass().getName() + " does not support this query of sessions");
    }

    /** As the other {@code fetchSession}. */
    default @Nullable AGG fetchSession(K key, Instant sessionStartTime, Instant sessionEndTime) {
        throw new UnsupportedOperationException(getClass().getName() + " does not support this query of sessions");
    }

    /** All sessions of {@code key}, earliest first. */
    KeyValueIterator<Windowed<K>, AGG> fetch(K key);

    /** All sessions of {@code key}, latest first. */
    default KeyValueIterator<Windowed<K>, AGG> backwardFetch(K key) {
        throw new UnsupportedOperationException(getClass().getName() + " does not support this query of sessions");
    }

    /** All sessions of all keys from {@code keyFrom} to {@code keyTo}. */
    KeyValueIterator<Windowed<K>, AGG> fetch(@Nullable K keyFrom, @Nullable K keyTo);

    /** All sessions of all keys from {@code keyFrom} to {@code keyTo}, in opposite order. */
    default KeyValueIterator<Windowed<K>, AGG> backwardFetch(@Nullable K keyFrom, @Nullable K keyTo) {
        throw new UnsupportedOperationException(getClass().getName() + " does not support this query of sessions");
    }
}
