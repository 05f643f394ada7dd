package io.millrace.state;

import io.millrace.processor.StateStore;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A session store: an aggregate per key and session. Null keys throw {@code NullPointerException}. */
public interface SessionStore<K, AGG> extends StateStore, ReadOnlySessionStore<K, AGG> {

    /** Sessions of all keys whose end is from the one time to the other, in milliseconds; stores may not support it. */
    default KeyValueIterator<Windowed<K>, AGG> findSessions(long earliestSessionEndTime, long latestSessionEndTime) {
        throw new UnsupportedOperationException(getClass().getName() + " cannot search sessions of all keys");
    }

    @Override
    default KeyValueIterator<Windowed<K>, AGG> findSessions(
            K key, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        return findSessions(
                key,
                EpochMillis.of(earliestSessionEndTime, "earliestSessionEndTime"),
                EpochMillis.of(latestSessionStartTime, "latestSessionStartTime"));
    }

    @Override
    default KeyValueIterator<Windowed<K>, AGG> backwardFindSessions(
            K key, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        return backwardFindSessions(
                key,
                EpochMillis.of(earliestSessionEndTime, "earliestSessionEndTime"),
                EpochMillis.of(latestSessionStartTime, "latestSessionStartTime"));
    }

    @Override
    default KeyValueIterator<Windowed<K>, AGG> findSessions(
            @Nullable K keyFrom, @Nullable K keyTo, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        return findSessions(
                keyFrom,
                keyTo,
                EpochMillis.of(earliestSessionEndTime, "earliestSessionEndTime"),
                EpochMillis.of(latestSessionStartTime, "latestSessionStartTime"));
    }

    @Override
    default KeyValueIterator<Windowed<K>, AGG> backwardFindSessions(
            @Nullable K keyFrom, @Nullable K keyTo, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        return backwardFindSessions(
                keyFrom,
                keyTo,
                EpochMillis.of(earliestSessionEndTime, "earliestSessionEndTime"),
                EpochMillis.of(latestSessionStartTime, "latestSessionStartTime"));
    }

    @Override
    default @Nullable AGG fetchSession(K key, Instant sessionStartTime, Instant sessionEndTime) {
        return fetchSession(
                key,
                EpochMillis.of(sessionStartTime, "sessionStartTime"),
                EpochMillis.of(sessionEndTime, "sessionEndTime"));
    }

    /** Deletes a session. */
    void remove(Windowed<K> sessionKey);

    /** Sets the aggregate of a session; null deletes it. */
    void put(Windowed<K> sessionKey, @Nullable AGG aggregate);
}
