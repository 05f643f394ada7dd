package io.millrace.test.view;

import io.millrace.state.KeyValueIterator;
import io.millrace.state.SessionStore;
import io.millrace.state.Windowed;
import org.jspecify.annotations.Nullable;

/** A session store with converted aggregates. */
public final class ConvertedSessionStore<K, S, V> extends ConvertedStore implements SessionStore<K, V> {

    private final SessionStore<K, S> inner;
    private final ValueConversion<S, V> conversion;

    public ConvertedSessionStore(SessionStore<K, S> inner, ValueConversion<S, V> conversion) {
        super(inner);
        this.inner = inner;
        this.conversion = conversion;
    }

    private KeyValueIterator<Windowed<K>, V> converted(KeyValueIterator<Windowed<K>, S> rows) {
        return new ConvertedIterator<>(rows, conversion);
    }

    @Override
    public void remove(Windowed<K> sessionKey) {
        inner.remove(sessionKey);
    }

    @Override
    public void put(Windowed<K> sessionKey, @Nullable V aggregate) {
        inner.put(sessionKey, conversion.keep(aggregate));
    }

    @Override
    public @Nullable V fetchSession(K key, long sessionStartTime, long sessionEndTime) {
        return conversion.show(inner.fetchSession(key, sessionStartTime, sessionEndTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> findSessions(
            K key, long earliestSessionEndTime, long latestSessionStartTime) {
        return converted(inner.findSessions(key, earliestSessionEndTime, latestSessionStartTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFindSessions(
            K key, long earliestSessionEndTime, long latestSessionStartTime) {
        return converted(inner.backwardFindSessions(key, earliestSessionEndTime, latestSessionStartTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> findSessions(
            @Nullable K keyFrom, @Nullable K keyTo, long earliestSessionEndTime, long latestSessionStartTime) {
        return converted(inner.findSessions(keyFrom, keyTo, earliestSessionEndTime, latestSessionStartTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFindSessions(
            @Nullable K keyFrom, @Nullable K keyTo, long earliestSessionEndTime, long latestSessionStartTime) {
        return converted(inner.backwardFindSessions(keyFrom, keyTo, earliestSessionEndTime, latestSessionStartTime));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetch(K key) {
        return converted(inner.fetch(key));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetch(K key) {
        return converted(inner.backwardFetch(key));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> fetch(@Nullable K keyFrom, @Nullable K keyTo) {
        return converted(inner.fetch(keyFrom, keyTo));
    }

    @Override
    public KeyValueIterator<Windowed<K>, V> backwardFetch(@Nullable K keyFrom, @Nullable K keyTo) {
        return converted(inner.backwardFetch(keyFrom, keyTo));
    }
}
