package io.millrace.query;

import org.jspecify.annotations.Nullable;

/** A query that could not be answered. */
final class NoAnswer<R> extends AnnotatedResult<R> {

    private final FailureReason reason;
    private final String message;

    NoAnswer(FailureReason reason, String message) {
        this.reason = reason;
        this.message = message;
    }

    @Override
    public boolean isSuccess() {
        return false;
    }

    @Override
    public @Nullable R getResult() {
        throw new IllegalArgumentException("The query failed with " + reason + ": " + message);
    }

    @Override
    public FailureReason getFailureReason() {
        return reason;
    }

    @Override
    public String getFailureMessage() {
        return message;
    }

    @Override
    public String toString() {
        return "FailedQueryResult{failureReason=" + reason + ", failure='" + message + "', " + annotations() + "}";
    }
}
