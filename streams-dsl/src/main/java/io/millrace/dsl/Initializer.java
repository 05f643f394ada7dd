package io.millrace.dsl;

/**
 * Makes the aggregate that an aggregation starts with. Called on threads of tasks: it must be safe to call from several at once, and what it needs to remember belongs into a store.
 *
 * @param <VAgg> type of aggregates
 */
@FunctionalInterface
public interface Initializer<VAgg> {

    /** A new aggregate; null is allowed and goes to the aggregator as it is. */
    VAgg apply();
}
