package io.millrace.query;

/**
 * A question to a store. Programs may add kinds of their own, for stores of their own.
 *
 * @param <R> type of the answer
 */
public interface Query<R> {}
