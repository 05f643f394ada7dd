package io.millrace.query;

import io.millrace.processor.StateStore;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of one partition of a store, or why there is none.
 *
 * @param <R> type of the answer
 */
public interface QueryResult<R> {

    /** An answer, which may be null. */
    static <R> QueryResult<R> forResult(@Nullable R result) {
        return new Answer<>(result);
    }

    /** No answer, and why. */
    static <R> QueryResult<R> forFailure(FailureReason failureReason, String failureMessage) {
        return new NoAnswer<>(failureReason, failureMessage);
    }

    /** No answer, since {@code store} does not know this kind of query. */
    static <R> QueryResult<R> forUnknownQueryType(Query<R> query, StateStore store) {
        return new NoAnswer<>(
                FailureReason.UNKNOWN_QUERY_TYPE,
                "Store '" + store.name() + "' (" + store.getClass().getName() + ") cannot answer a "
                        + query.getClass().getName());
    }

    /** No answer, since the store is behind what was asked for. */
    static <R> QueryResult<R> notUpToBound(
            Position currentPosition, PositionBound positionBound, @Nullable Integer partition) {
        String where = partition == null ? "The store is not open yet and" : "Partition " + partition + " of the store";
        return new NoAnswer<>(
                FailureReason.NOT_UP_TO_BOUND,
                where + " is at " + currentPosition + ", which is behind the bound " + positionBound);
    }

    /** Adds a line about how the answer was found. */
    void addExecutionInfo(String message);

    /** Says which position the answer stands for. */
    void setPosition(Position position);

    /** Whether there is an answer. */
    boolean isSuccess();

    /** Whether there is none. */
    boolean isFailure();

    /** Lines about how the answer was found; empty unless they were asked for. */
    List<String> getExecutionInfo();

    /** The position that the answer stands for, or null if the store does not say. */
    @Nullable
    Position getPosition();

    /** Why there is no answer. Throws {@code IllegalArgumentException} if there is one. */
    FailureReason getFailureReason();

    /** Why there is no answer, in words. Throws {@code IllegalArgumentException} if there is one. */
    String getFailureMessage();

    /** The answer. Throws {@code IllegalArgumentException} if there is none. */
    @Nullable
    R getResult();
}
