package io.millrace.runtime;

import io.millrace.errors.InvalidStateStoreException;
import io.millrace.processor.StateStore;
import io.millrace.query.FailureReason;
import io.millrace.query.Position;
import io.millrace.query.PositionBound;
import io.millrace.query.QueryConfig;
import io.millrace.query.QueryResult;
import io.millrace.query.StateQueryRequest;
import io.millrace.query.StateQueryResult;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.LocalStores.Staleness;
import io.millrace.runtime.query.LocalTask;
import io.millrace.runtime.query.LocalTasks;
import io.millrace.runtime.query.QueryAnswers;
import io.millrace.stores.table.BuiltInStore;
import io.millrace.time.SystemClock;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Answers query requests with the stores of this instance. Each partition gets an answer or a reason why there is none. Safe from any thread. */
final class LocalQueries {

    private final LocalStores stores;
    private final LocalTasks tasks;
    private final Set<String> globalStores;
    private final List<Integer> expected;

    /**
     * @param expected numbers of the partitions of the store that are to be on this instance
     */
    LocalQueries(LocalStores stores, LocalTasks tasks, Set<String> globalStores, List<Integer> expected) {
        this.expected = expected;
        this.stores = stores;
        this.tasks = tasks;
        this.globalStores = globalStores;
    }

    <R> StateQueryResult<R> answer(StateQueryRequest<R> request) {
        StateQueryResult<R> results = new StateQueryResult<>();
        String name = request.getStoreName();
        if (globalStores.contains(name)) {
            results.setGlobalResult(answer(
                    request,
                    null,
                    input -> stores.topicOfGlobal(name).equals(input.topic()),
                    () -> stores.global(name)));
            return results;
        }
        Set<Integer> missing = new TreeSet<>(request.isAllPartitions() ? expected : request.getPartitions());
        for (LocalTask task : tasks.having(name)) {
            int partition = task.id().partition();
            if (missing.remove(partition) || request.isAllPartitions()) {
                results.addResult(partition, answer(request, task));
            }
        }
        for (int partition : missing) {
            results.addResult(
                    partition,
                    QueryResult.forFailure(
                            FailureReason.NOT_PRESENT,
                            "Partition " + partition + " of store '" + name + "' is not "
                                    + (expected.contains(partition)
                                            ? "open: it is on its way between threads or instances. Try again"
                                            : "on this instance; queryMetadataForKey and streamsMetadataForStore tell where it is")));
        }
        return results;
    }

    private <R> QueryResult<R> answer(StateQueryRequest<R> request, LocalTask task) {
        String name = request.getStoreName();
        int partition = task.id().partition();
        if (task.state() == LocalTask.State.RESTORING) {
            String message = "Partition " + partition + " of store '" + name + "' is being restored";
            return QueryResult.forFailure(
                    request.isRequireActive() ? FailureReason.NOT_ACTIVE : FailureReason.NOT_UP_TO_BOUND, message);
        }
        boolean isStandby = task.state() == LocalTask.State.STANDBY;
        if (isStandby && request.isRequireActive()) {
            return QueryResult.forFailure(
                    FailureReason.NOT_ACTIVE, "Partition " + partition + " of store '" + name + "' is a standby here");
        }
        if (isStandby && !task.hasCaughtUp()) {
            return QueryResult.forFailure(
                    FailureReason.NOT_UP_TO_BOUND,
                    "Partition " + partition + " of store '" + name
                            + "' is a standby here that is still being filled. Ask the active one, or try again.");
        }
        return answer(request, partition, task.inputs()::contains, () -> stores.of(task, name, Staleness.REFUSED));
    }

    @FunctionalInterface
    private interface Finder {
        StorePartition find();
    }

    /**
     * @param reads whether the store's contents come from a partition
     */
    private static <R> QueryResult<R> answer(
            StateQueryRequest<R> request, @Nullable Integer partition, Predicate<TopicPartition> reads, Finder finder) {
        long startNanos =
                request.executionInfoEnabled() ? SystemClock.instance().monotonicNanos() : 0;
        QueryResult<R> result;
        try {
            result = read(request, partition, reads, finder.find().open());
        } catch (InvalidStateStoreException e) {
            result = QueryResult.forFailure(FailureReason.NOT_PRESENT, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            result = QueryResult.forFailure(
                    FailureReason.STORE_EXCEPTION,
                    "Store '" + request.getStoreName() + "' failed to answer " + request.getQuery() + ": " + e);
        }
        if (request.executionInfoEnabled()) {
            result.addExecutionInfo("Answered from committed rows of store '" + request.getStoreName() + "', partition "
                    + partition + ", in " + (SystemClock.instance().monotonicNanos() - startNanos) + " ns");
        }
        return result;
    }

    private static <R> QueryResult<R> read(
            StateQueryRequest<R> request,
            @Nullable Integer partition,
            Predicate<TopicPartition> reads,
            StoreSnapshot snapshot) {
        Position position = snapshot.position();
        StateStore store = snapshot.store();
        QueryResult<R> result;
        if (!isUpTo(request.getPositionBound(), position, reads)) {
            snapshot.close();
            result = QueryResult.notUpToBound(position, request.getPositionBound(), partition);
        } else if (store instanceof BuiltInStore) {
            result = QueryAnswers.answer(request.getQuery(), store, snapshot::close);
        } else {
            snapshot.close();
            result = store.query(
                    request.getQuery(), request.getPositionBound(), new QueryConfig(request.executionInfoEnabled()));
        }
        if (result.getPosition() == null) {
            result.setPosition(position.copy());
        }
        return result;
    }

    /** Whether a store has seen what the bound asks for, of the partitions that it reads. */
    private static boolean isUpTo(PositionBound bound, Position position, Predicate<TopicPartition> reads) {
        if (bound.isUnbounded()) {
            return true;
        }
        for (String topic : bound.position().getTopics()) {
            Map<Integer, Long> seen = position.getPartitionPositions(topic);
            for (Map.Entry<Integer, Long> wanted :
                    bound.position().getPartitionPositions(topic).entrySet()) {
                boolean isBehind = seen.getOrDefault(wanted.getKey(), -1L) < wanted.getValue();
                if (isBehind && reads.test(new TopicPartition(topic, wanted.getKey()))) {
                    return false;
                }
            }
        }
        return true;
    }
}
