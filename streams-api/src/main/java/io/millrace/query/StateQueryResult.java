package io.millrace.query;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The answers to one request: one per partition, or one of a global store. Confined to the thread that asked.
 *
 * @param <R> type of the answer
 */
public class StateQueryResult<R> {

    private final Map<Integer, QueryResult<R>> partitionResults = new HashMap<>();
    private @Nullable QueryResult<R> globalResult;

    /** No answers yet. */
    public StateQueryResult() {}

    /** Sets the answer of a global store. */
    public void setGlobalResult(QueryResult<R> result) {
        globalResult = result;
    }

    /** Adds the answer of a partition. */
    public void addResult(int partition, QueryResult<R> result) {
        partitionResults.put(partition, result);
    }

    /** Answers by partition. */
    public Map<Integer, QueryResult<R>> getPartitionResults() {
        return partitionResults;
    }

    /**
     * The one partition's answer that is no failure, or null. Throws {@code IllegalArgumentException} if several
     * partitions answered.
     */
    public @Nullable QueryResult<R> getOnlyPartitionResult() {
        QueryResult<R> only = null;
        for (QueryResult<R> result : partitionResults.values()) {
            if (result.isSuccess()) {
                if (only != null) {
                    throw new IllegalArgumentException(
                            "More than one partition answered, use getPartitionResults: " + partitionResults);
                }
                only = result;
            }
        }
        return only;
    }

    /** Answer of the global store, or null if it was not one. */
    public @Nullable QueryResult<R> getGlobalResult() {
        return globalResult;
    }

    /** All positions of the answers together. */
    public Position getPosition() {
        if (globalResult != null) {
            Position position = globalResult.getPosition();
            return position == null ? Position.emptyPosition() : position;
        }
        Position all = Position.emptyPosition();
        for (QueryResult<R> result : partitionResults.values()) {
            all.merge(result.getPosition());
        }
        return all;
    }

    @Override
    public String toString() {
        return "StateQueryResult{partitionResults=" + partitionResults + ", globalResult=" + globalResult + "}";
    }
}
