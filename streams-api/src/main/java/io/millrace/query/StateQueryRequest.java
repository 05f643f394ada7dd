package io.millrace.query;

import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * A query to a store of a running application: which store, which partitions, how fresh. Immutable.
 *
 * <p>{@code StateQueryRequest.inStore("counts").withQuery(KeyQuery.withKey("a")).requireActive()}
 *
 * @param <R> type of the answer
 */
public class StateQueryRequest<R> {

    private final String storeName;
    private final Query<R> query;
    private final PositionBound bound;
    private final Optional<Set<Integer>> partitions;
    private final boolean executionInfo;
    private final boolean active;

    private StateQueryRequest(
            String storeName,
            Query<R> query,
            PositionBound bound,
            Optional<Set<Integer>> partitions,
            boolean executionInfo,
            boolean active) {
        this.storeName = storeName;
        this.query = query;
        this.bound = bound;
        this.partitions = partitions;
        this.executionInfo = executionInfo;
        this.active = active;
    }

    /** Begins a request to the store {@code name}. */
    public static InStore inStore(String name) {
        return new InStore(name);
    }

    /** The same request, answered only by stores that have seen this much. */
    public StateQueryRequest<R> withPositionBound(PositionBound positionBound) {
        return new StateQueryRequest<>(storeName, query, positionBound, partitions, executionInfo, active);
    }

    /** The same request to all partitions that are here. The default. */
    public StateQueryRequest<R> withAllPartitions() {
        return new StateQueryRequest<>(storeName, query, bound, Optional.empty(), executionInfo, active);
    }

    /** The same request to these partitions. */
    public StateQueryRequest<R> withPartitions(Set<Integer> partitions) {
        return new StateQueryRequest<>(
                storeName, query, bound, Optional.of(Set.copyOf(partitions)), executionInfo, active);
    }

    /** The same request, with lines about how the answer was found. */
    public StateQueryRequest<R> enableExecutionInfo() {
        return new StateQueryRequest<>(storeName, query, bound, partitions, true, active);
    }

    /** The same request, answered by active tasks only. */
    public StateQueryRequest<R> requireActive() {
        return new StateQueryRequest<>(storeName, query, bound, partitions, executionInfo, true);
    }

    /** Name of the store. */
    public String getStoreName() {
        return storeName;
    }

    /** How fresh the store has to be. */
    public PositionBound getPositionBound() {
        return bound;
    }

    /** The query. */
    public Query<R> getQuery() {
        return query;
    }

    /** Whether all partitions are asked. */
    public boolean isAllPartitions() {
        return partitions.isEmpty();
    }

    /** The partitions. Throws {@code IllegalStateException} if all are asked. */
    public Set<Integer> getPartitions() {
        return partitions.orElseThrow(
                () -> new IllegalStateException("The request goes to all partitions; there is no list of them"));
    }

    /** Whether lines about how the answer was found are wanted. */
    public boolean executionInfoEnabled() {
        return executionInfo;
    }

    /** Whether only active tasks may answer. */
    public boolean isRequireActive() {
        return active;
    }

    /** A request that lacks its query. */
    public static class InStore {

        private final String name;

        private InStore(String name) {
            this.name = Objects.requireNonNull(name, "name cannot be null");
        }

        /** Completes the request. */
        public <R> StateQueryRequest<R> withQuery(Query<R> query) {
            return new StateQueryRequest<>(
                    name,
                    Objects.requireNonNull(query, "query cannot be null"),
                    PositionBound.unbounded(),
                    Optional.empty(),
                    false,
                    false);
        }
    }
}
