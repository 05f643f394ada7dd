package io.millrace.parity.oracle;

import java.util.Optional;

/**
 * Failures of 4.3.1 that come of a mistake in 4.3.1, not of the program: there is nothing to agree with behind them. Each is known by the exception and by the
 * method that throws it, so that the same exception from elsewhere is still a difference. Their classes are named in full, as texts with dots, so nothing on
 * Millrace can be taken for one.
 */
enum OwnError {
    REPARTITION_MERGE(
            "it cannot merge repartitions of a key that is changed twice",
            "org.apache.kafka.streams.errors.StreamsException",
            "null keyChangingChild",
            "org.apache.kafka.streams.kstream.internals.InternalStreamsBuilder",
            "mergeRepartitionTopics"),
    DELETED_ROW_IN_SLIDING_WINDOWS(
            "a cached sliding window whose aggregate was deleted is read as a row without a value",
            "java.lang.NullPointerException",
            "ValueAndTimestamp.value()",
            "org.apache.kafka.streams.state.internals.WindowedTimestampedHeadersStoreToWindowedTimestampedStoreAdapter$KeyValueIteratorAdapter",
            "next"),
    SESSION_SEGMENTS(
            "a cached session store in RocksDB loses count of its segments",
            "java.lang.IllegalStateException",
            "segment interval has changed",
            "org.apache.kafka.streams.state.internals.CachingSessionStore$CacheIteratorWrapper",
            "setCacheKeyRange");

    private final String reason;
    private final String exception;
    private final String message;
    private final String thrower;
    private final String method;

    /**
     * @param message a part of the exception's message
     * @param thrower the class that throws it
     */
    OwnError(String reason, String exception, String message, String thrower, String method) {
        this.reason = reason;
        this.exception = exception;
        this.message = message;
        this.thrower = thrower;
        this.method = method;
    }

    /** Which one a root cause is. */
    static Optional<OwnError> in(Throwable root) {
        if (root.getStackTrace().length == 0) {
            return Optional.empty();
        }
        StackTraceElement top = root.getStackTrace()[0];
        for (OwnError error : values()) {
            if (error.exception.equals(root.getClass().getName())
                    && error.thrower.equals(top.getClassName())
                    && error.method.equals(top.getMethodName())
                    && String.valueOf(root.getMessage()).contains(error.message)) {
                return Optional.of(error);
            }
        }
        return Optional.empty();
    }

    String line() {
        return Transcript.OWN_ERROR + reason;
    }
}
