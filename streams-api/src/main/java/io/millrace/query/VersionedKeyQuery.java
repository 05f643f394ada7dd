package io.millrace.query;

import io.millrace.state.VersionedRecord;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/** Asks for one version of the value of a key: the latest, or that of a moment. Immutable. */
public final class VersionedKeyQuery<K, V> implements Query<VersionedRecord<V>> {

    private final K key;
    private final Optional<Instant> asOf;

    private VersionedKeyQuery(K key, Optional<Instant> asOf) {
        this.key = Objects.requireNonNull(key, "key cannot be null");
        this.asOf = asOf;
    }

    /** The latest version of {@code key}. */
    public static <K, V> VersionedKeyQuery<K, V> withKey(K key) {
        return new VersionedKeyQuery<>(key, Optional.empty());
    }

    /** The same query for the version valid at {@code asOfTimestamp}. */
    public VersionedKeyQuery<K, V> asOf(Instant asOfTimestamp) {
        return new VersionedKeyQuery<>(
                key, Optional.of(Objects.requireNonNull(asOfTimestamp, "asOfTimestamp cannot be null")));
    }

    /** The key. */
    public K key() {
        return key;
    }

    /** The moment; empty for the latest version. */
    public Optional<Instant> asOfTimestamp() {
        return asOf;
    }
}
