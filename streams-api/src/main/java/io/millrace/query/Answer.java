package io.millrace.query;

import org.jspecify.annotations.Nullable;

/** A query that was answered. */
final class Answer<R> extends AnnotatedResult<R> {

    private final @Nullable R result;

    Answer(@Nullable R result) {
        this.result = result;
    }

    @Override
    public boolean isSuccess() {
        return true;
    }

    @Override
    public @Nullable R getResult() {
        return result;
    }

    @Override
    public FailureReason getFailureReason() {
        throw new IllegalArgumentException("The query succeeded: there is no reason of a failure");
    }

    @Override
    public String getFailureMessage() {
        throw new IllegalArgumentException("The query succeeded: there is no message of a failure");
    }

    @Override
    public String toString() {
        return "SucceededQueryResult{result=" + result + ", " + annotations() + "}";
    }
}
