/**
 * Interactive queries: questions that stores answer while their task goes on.
 *
 * <p>Read {@link io.millrace.query.StateQueryRequest} (which store, which question, how fresh), the kinds of {@link
 * io.millrace.query.Query}, {@link io.millrace.query.Position} and {@link io.millrace.query.PositionBound}, and {@link
 * io.millrace.query.StateQueryResult} with one {@link io.millrace.query.QueryResult} per partition. Who asks: {@code
 * io.millrace.runtime}. Who answers: {@code io.millrace.stores}.
 */
@NullMarked
package io.millrace.query;

import org.jspecify.annotations.NullMarked;
