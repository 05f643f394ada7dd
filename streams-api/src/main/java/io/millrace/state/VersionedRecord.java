package io.millrace.state;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A version of a value and the time for which it is valid, in milliseconds since the epoch. Immutable. */
public final class VersionedRecord<V> {

    private final V value;
    private final long timestamp;
    private final Optional<Long> validTo;

    /** A version that is valid from {@code timestamp} until further notice. */
    public VersionedRecord(V value, long timestamp) {
        this(value, timestamp, Optional.empty());
    }

    /** A version that is valid from {@code timestamp} up to before {@code validTo}. */
    public VersionedRecord(V value, long timestamp, long validTo) {
        this(value, timestamp, Optional.of(validTo));
    }

    private VersionedRecord(V value, long timestamp, Optional<Long> validTo) {
        this.value = Objects.requireNonNull(value, "value cannot be null");
        this.timestamp = timestamp;
        this.validTo = validTo;
    }

    /** The value; never null. */
    public V value() {
        return value;
    }

    /** When the version begins to be valid. */
    public long timestamp() {
        return timestamp;
    }

    /** When the next version takes over; empty for the latest. */
    public Optional<Long> validTo() {
        return validTo;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return this == other
                || other instanceof VersionedRecord<?> that
                        && timestamp == that.timestamp
                        && validTo.equals(that.validTo)
                        && value.equals(that.value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(value, timestamp, validTo);
    }

    @Override
    public String toString() {
        return "<" + value + "," + timestamp + "," + validTo + ">";
    }
}
