package io.millrace.dsl;

import io.millrace.state.Windowed;
import java.time.Duration;
import java.util.Map;

/**
 * How changes of a table are held back: until the windows they belong to close, so that only final results go downstream, or for some time, so that there are fewer.
 * Immutable.
 *
 * @param <K> type of keys
 */
public interface Suppressed<K> extends NamedOperation<Suppressed<K>> {

    /**
     * Holds each row back until its window is closed: stream time is past the end and the grace. What is forwarded is final. The buffer may not emit early, so that
     * it is unbounded or stops the application when it is full.
     */
    static Suppressed<Windowed<?>> untilWindowCloses(StrictBufferConfig bufferConfig) {
        return new UntilWindowCloses<>(null, (BufferBounds<?>) bufferConfig);
    }

    /**
     * Holds each row back until stream time is past its first change since it was last forwarded, by this time. Later changes replace the row that waits, but do not
     * make it wait longer.
     *
     * @throws IllegalArgumentException if the time is negative or too long to count in milliseconds
     */
    static <K> Suppressed<K> untilTimeLimit(Duration timeToWaitForMoreEvents, BufferConfig<?> bufferConfig) {
        return new UntilTimeLimit<>(
                null, Durations.requireMillis(timeToWaitForMoreEvents, "timeToWaitForMoreEvents"), (BufferBounds<?>)
                        bufferConfig);
    }

    /** The same with a name, for the processor and, with {@code -store} behind it, for the store of its buffer. */
    @Override
    Suppressed<K> withName(String name);

    /**
     * How much may wait, and what happens when that is too much. The buffer is on the heap, with a changelog unless that is switched off. Immutable.
     *
     * @param <BC> the kind of configuration
     */
    interface BufferConfig<BC extends BufferConfig<BC>> {

        /** At most this many rows; when there are more, the oldest go downstream early. */
        static EagerBufferConfig maxRecords(long recordLimit) {
            return BufferBounds.eager(recordLimit, Long.MAX_VALUE, Map.of());
        }

        /** The same with another limit on rows. */
        BC withMaxRecords(long recordLimit);

        /** At most about this many bytes; when there are more, the oldest rows go downstream early. */
        static EagerBufferConfig maxBytes(long byteLimit) {
            return BufferBounds.eager(Long.MAX_VALUE, byteLimit, Map.of());
        }

        /** The same with another limit on bytes. */
        BC withMaxBytes(long byteLimit);

        /** No limit but the heap. */
        static StrictBufferConfig unbounded() {
            return BufferBounds.strict(Long.MAX_VALUE, Long.MAX_VALUE, Map.of());
        }

        /** The same without limits. */
        StrictBufferConfig withNoBound();

        /** The same, but the application stops with an error rather than emit early. */
        StrictBufferConfig shutDownWhenFull();

        /** The same, but the oldest rows go downstream early rather than stop the application. */
        EagerBufferConfig emitEarlyWhenFull();

        /** The same without changelog: rows that wait are lost with their instance. */
        BC withLoggingDisabled();

        /** The same with a changelog that has these settings on top of the defaults. */
        BC withLoggingEnabled(Map<String, String> config);
    }

    /** A buffer that never emits early. */
    interface StrictBufferConfig extends BufferConfig<StrictBufferConfig> {}

    /** A buffer that emits early when it is full. */
    interface EagerBufferConfig extends BufferConfig<EagerBufferConfig> {}
}
