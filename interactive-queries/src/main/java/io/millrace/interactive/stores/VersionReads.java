package io.millrace.interactive.stores;

import io.millrace.interactive.problem.Failures;
import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemType;
import io.millrace.query.FailureReason;
import io.millrace.query.Position;
import io.millrace.query.PositionBound;
import io.millrace.query.Query;
import io.millrace.query.QueryResult;
import io.millrace.query.StateQueryRequest;
import io.millrace.runtime.StreamsRuntime;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Queries to versioned stores, whose old versions only queries show. Safe from any thread. */
final class VersionReads {

    private final StreamsRuntime runtime;
    private final Failures failures;

    VersionReads(StreamsRuntime runtime, Failures failures) {
        this.runtime = runtime;
        this.failures = failures;
    }

    /**
     * Answer of one partition; null if it is not here.
     *
     * @throws io.millrace.interactive.problem.ProblemException with 503 if it is not ready, or not at the position that the request asks for
     */
    <R> @Nullable QueryResult<R> ask(StoreRequest request, Query<R> query, int partition) {
        StateQueryRequest<R> asked = StateQueryRequest.inStore(request.store().name())
                .withQuery(query)
                .withPartitions(Set.of(partition))
                .withPositionBound(PositionBound.at(Position.fromMap(request.minPosition())));
        QueryResult<R> result = runtime.query(request.isStale() ? asked : asked.requireActive())
                .getPartitionResults()
                .get(partition);
        if (result == null) {
            return null;
        }
        if (result.isSuccess()) {
            return result;
        }
        FailureReason reason = result.getFailureReason();
        String message = result.getFailureMessage();
        return switch (reason) {
            case NOT_PRESENT -> null;
            case NOT_ACTIVE -> throw failures.notReady(message).toException();
            case NOT_UP_TO_BOUND ->
                throw Problem.of(ProblemType.POSITION_NOT_REACHED, message)
                        .with("state", runtime.state().name())
                        .retryAfterSeconds(1)
                        .toException();
            case UNKNOWN_QUERY_TYPE, DOES_NOT_EXIST, STORE_EXCEPTION ->
                throw Problem.of(ProblemType.STORE_FAILED, message).toException();
        };
    }
}
