package io.millrace.dsl;

import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The limits of a buffer of {@link Suppressed}, in the two kinds that programs see. Immutable. */
abstract sealed class BufferBounds<BC extends Suppressed.BufferConfig<BC>> implements Suppressed.BufferConfig<BC> {

    final long maxRecords;
    final long maxBytes;

    /** Settings of the changelog; null if there is none. */
    final @Nullable Map<String, String> changelogConfig;

    private BufferBounds(long maxRecords, long maxBytes, @Nullable Map<String, String> changelogConfig) {
        this.maxRecords = maxRecords;
        this.maxBytes = maxBytes;
        this.changelogConfig = changelogConfig == null ? null : Map.copyOf(changelogConfig);
    }

    static Suppressed.StrictBufferConfig strict(
            long maxRecords, long maxBytes, @Nullable Map<String, String> changelogConfig) {
        return new Strict(maxRecords, maxBytes, changelogConfig);
    }

    static Suppressed.EagerBufferConfig eager(
            long maxRecords, long maxBytes, @Nullable Map<String, String> changelogConfig) {
        return new Eager(maxRecords, maxBytes, changelogConfig);
    }

    abstract BC with(long newMaxRecords, long newMaxBytes, @Nullable Map<String, String> newChangelogConfig);

    /** Whether rows go downstream early when the buffer is full. */
    abstract boolean emitsEarly();

    /** A missing changelog comes back here, as in Kafka Streams. */
    private Map<String, String> settingsOrNone() {
        return changelogConfig == null ? Map.of() : changelogConfig;
    }

    @Override
    public final BC withMaxRecords(long recordLimit) {
        return with(recordLimit, maxBytes, emitsEarly() ? changelogConfig : settingsOrNone());
    }

    @Override
    public final BC withMaxBytes(long byteLimit) {
        return with(maxRecords, byteLimit, emitsEarly() ? changelogConfig : settingsOrNone());
    }

    @Override
    public final Suppressed.StrictBufferConfig withNoBound() {
        return strict(Long.MAX_VALUE, Long.MAX_VALUE, settingsOrNone());
    }

    @Override
    public final Suppressed.StrictBufferConfig shutDownWhenFull() {
        return strict(maxRecords, maxBytes, settingsOrNone());
    }

    @Override
    public final Suppressed.EagerBufferConfig emitEarlyWhenFull() {
        return eager(maxRecords, maxBytes, settingsOrNone());
    }

    @Override
    public final BC withLoggingDisabled() {
        return with(maxRecords, maxBytes, null);
    }

    @Override
    public final BC withLoggingEnabled(Map<String, String> config) {
        return with(maxRecords, maxBytes, Objects.requireNonNull(config, "config cannot be null"));
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof BufferBounds<?> that
                && emitsEarly() == that.emitsEarly()
                && maxRecords == that.maxRecords
                && maxBytes == that.maxBytes
                && settingsOrNone().equals(that.settingsOrNone());
    }

    @Override
    public final int hashCode() {
        return Objects.hash(maxRecords, maxBytes, emitsEarly(), settingsOrNone());
    }

    @Override
    public final String toString() {
        return (emitsEarly() ? "EagerBufferConfig" : "StrictBufferConfig") + "{maxRecords=" + maxRecords + ", maxBytes="
                + maxBytes + ", logConfig=" + settingsOrNone() + '}';
    }

    private static final class Strict extends BufferBounds<Suppressed.StrictBufferConfig>
            implements Suppressed.StrictBufferConfig {

        Strict(long maxRecords, long maxBytes, @Nullable Map<String, String> changelogConfig) {
            super(maxRecords, maxBytes, changelogConfig);
        }

        @Override
        Suppressed.StrictBufferConfig with(
                long newMaxRecords, long newMaxBytes, @Nullable Map<String, String> newChangelogConfig) {
            return new Strict(newMaxRecords, newMaxBytes, newChangelogConfig);
        }

        @Override
        boolean emitsEarly() {
            return false;
        }
    }

    private static final class Eager extends BufferBounds<Suppressed.EagerBufferConfig>
            implements Suppressed.EagerBufferConfig {

        Eager(long maxRecords, long maxBytes, @Nullable Map<String, String> changelogConfig) {
            super(maxRecords, maxBytes, changelogConfig);
        }

        @Override
        Suppressed.EagerBufferConfig with(
                long newMaxRecords, long newMaxBytes, @Nullable Map<String, String> newChangelogConfig) {
            return new Eager(newMaxRecords, newMaxBytes, newChangelogConfig);
        }

        @Override
        boolean emitsEarly() {
            return true;
        }
    }
}
