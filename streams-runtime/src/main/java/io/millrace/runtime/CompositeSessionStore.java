package io.millrace.runtime;

import io.millrace.processor.StateStore;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.ReadOnlySessionStore;
import io.millrace.state.SessionStore;
import io.millrace.state.Windowed;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The partitions of a session store on this instance as one. Safe from any thread: each access opens them anew. */
final class CompositeSessionStore<K, V> implements ReadOnlySessionStore<K, V> {

    private final OpenPartitions partitions;
    private final Function<StateStore, Function<@Nullable Object, @Nullable Object>> form;

    /**
     * @param form how the aggregates of a store are shown
     */
    CompositeSessionStore(
            OpenPartitions partitions, Function<StateStore, Function<@Nullable Object, @Nullable Object>> form) {
        this.partitions = partitions;
        this.form = form;
    }

    @SuppressWarnings("unchecked") // the type was accepted; keys and values are the asking program's claim
    private static <K> SessionStore<K, Object> rows(StateStore store) {
        return (SessionStore<K, Object>) store;
    }

    private KeyValueIterator<Windowed<K>, V> rows(
            Function<SessionStore<K, Object>, KeyValueIterator<Windowed<K>, Object>> iterator) {
        return partitions.concatenated(store -> iterator.apply(rows(store)), form);
    }

    private KeyValueIterator<Windowed<K>, V> ofKey(
            K key, Function<SessionStore<K, Object>, KeyValueIterator<Windowed<K>, Object>> iterator) {
        return partitions.ofKey(key, store -> iterator.apply(rows(store)), form);
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> findSessions(
            K key, long earliestSessionEndTime, long latestSessionStartTime) {
        return ofKey(key, store -> store.findSessions(key, earliestSessionEndTime, latestSessionStartTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> findSessions(
            K key, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        return ofKey(key, store -> store.findSessions(key, earliestSessionEndTime, latestSessionStartTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFindSessions(
            K key, long earliestSessionEndTime, long latestSessionStartTime) {
        return ofKey(key, store -> store.backwardFindSessions(key, earliestSessionEndTime, latestSessionStartTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFindSessions(
            K key, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        return ofKey(key, store -> store.backwardFindSessions(key, earliestSessionEndTime, latestSessionStartTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> findSessions(
            @Nullable K keyFrom, @Nullable K keyTo, long earliestSessionEndTime, long latestSessionStartTime) {
        return rows(store -> store.findSessions(keyFrom, keyTo, earliestSessionEndTime, latestSessionStartTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> findSessions(
            @Nullable K keyFrom, @Nullable K keyTo, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        return rows(store -> store.findSessions(keyFrom, keyTo, earliestSessionEndTime, latestSessionStartTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFindSessions(
            @Nullable K keyFrom, @Nullable K keyTo, long earliestSessionEndTime, long latestSessionStartTime) {
        return rows(
                store -> store.backwardFindSessions(keyFrom, keyTo, earliestSessionEndTime, latestSessionStartTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFindSessions(
            @Nullable K keyFrom, @Nullable K keyTo, Instant earliestSessionEndTime, Instant latestSessionStartTime) {
        return rows(
                store -> store.backwardFindSessions(keyFrom, keyTo, earliestSessionEndTime, latestSessionStartTime));
    }

    @Override
    @SuppressWarnings("unchecked") // as above
    public @Nullable V fetchSession(K key, long sessionStartTime, long sessionEndTime) {
        return (V) partitions.firstNonNull(
                key, store -> form.apply(store).apply(rows(store).fetchSession(key, sessionStartTime, sessionEndTime)));
    }

    @Override
    public @Nullable V fetchSession(K key, Instant sessionStartTime, Instant sessionEndTime) {
        return fetchSession(key, sessionStartTime.toEpochMilli(), sessionEndTime.toEpochMilli());
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetch(K key) {
        return ofKey(key, store -> store.fetch(key));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetch(K key) {
        return ofKey(key, store -> store.backwardFetch(key));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetch(@Nullable K keyFrom, @Nullable K keyTo) {
        return rows(store -> store.fetch(keyFrom, keyTo));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetch(@Nullable K keyFrom, @Nullable K keyTo) {
        return rows(store -> store.backwardFetch(keyFrom, keyTo));
    }
}
