package io.millrace.interactive.stores;

import io.millrace.errors.InvalidStateStorePartitionException;
import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemType;
import io.millrace.processor.StateStore;
import io.millrace.query.Position;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.QueryableStoreType;
import io.millrace.runtime.StoreDescription;
import io.millrace.runtime.StoreProvider;
import io.millrace.runtime.StoreQueryParameters;
import io.millrace.runtime.StoreSnapshot;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.runtime.TaskMetadata;
import io.millrace.runtime.ThreadMetadata;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Partitions of a store on this instance, each as of one commit, for the time of one request. Confined to one thread; to be closed before the answer is sent.
 */
final class OpenStore implements AutoCloseable {

    private static final QueryableStoreType<StoreProvider> ANY = new QueryableStoreType<>() {
        @Override
        public boolean accepts(StateStore stateStore) {
            return true;
        }

        @Override
        public StoreProvider create(StoreProvider storeProvider, String storeName) {
            return storeProvider;
        }
    };

    private final List<Part> parts = new ArrayList<>();
    private final Set<Integer> missing = new TreeSet<>();

    /** A partition. */
    record Part(int number, StoreSnapshot snapshot) {

        StateStore store() {
            return snapshot.store();
        }
    }

    private OpenStore() {}

    /** The partitions that a request is about: those that it names, or all. */
    static Set<Integer> wanted(StoreRequest request) {
        if (!request.partitions().isEmpty()) {
            return request.partitions();
        }
        int count = Math.max(1, request.store().partitionCount());
        return IntStream.range(0, count).boxed().collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * Opens those of the wanted partitions that are here.
     *
     * @throws io.millrace.errors.InvalidStateStoreException if one is being restored, or the application does not run
     * @throws io.millrace.interactive.problem.ProblemException with 503 if one has not seen the position that the request asks for
     */
    static OpenStore open(StreamsRuntime runtime, StoreRequest request, Set<Integer> wanted) {
        OpenStore open = open(runtime, request.store(), request.isStale(), wanted);
        try {
            if (!request.minPosition().isEmpty()) {
                open.requirePosition(runtime, request);
            }
            return open;
        } catch (RuntimeException e) {
            open.close();
            throw e;
        }
    }

    /** As the other, at whatever position they are. */
    static OpenStore open(StreamsRuntime runtime, StoreDescription store, boolean isStale, Set<Integer> wanted) {
        OpenStore open = new OpenStore();
        try {
            for (int partition : wanted) {
                open.add(runtime, store, isStale, partition);
            }
            return open;
        } catch (RuntimeException e) {
            open.close();
            throw e;
        }
    }

    private void add(StreamsRuntime runtime, StoreDescription store, boolean isStale, int partition) {
        StoreQueryParameters<StoreProvider> parameters = StoreQueryParameters.fromNameAndType(store.name(), ANY);
        if (!store.isGlobal()) {
            parameters = parameters.withPartition(partition);
        }
        if (isStale) {
            parameters = parameters.enableStaleStores();
        }
        try {
            StoreSnapshot snapshot =
                    runtime.store(parameters).partitions(store.name()).get(0).open();
            parts.add(new Part(partition, snapshot));
        } catch (InvalidStateStorePartitionException e) {
            missing.add(partition);
        }
    }

    private void requirePosition(StreamsRuntime runtime, StoreRequest request) {
        for (Part part : parts) {
            Position seen = part.snapshot.position();
            for (Map.Entry<String, Map<Integer, Long>> wanted :
                    request.minPosition().entrySet()) {
                String topic = wanted.getKey();
                for (Map.Entry<Integer, Long> offset : wanted.getValue().entrySet()) {
                    long reached = seen.getPartitionPositions(topic).getOrDefault(offset.getKey(), -1L);
                    if (reached < offset.getValue()
                            && reads(runtime, request.store(), part.number, topic, offset.getKey())) {
                        throw Problem.of(
                                        ProblemType.POSITION_NOT_REACHED,
                                        "Partition " + part.number + " of store '"
                                                + request.store().name() + "' has seen " + topic + "-" + offset.getKey()
                                                + " up to offset " + reached + ", but the request asks for "
                                                + offset.getValue() + ". Try again later, or for an earlier position.")
                                .with("state", runtime.state().name())
                                .retryAfterSeconds(1)
                                .toException();
                    }
                }
            }
        }
    }

    /** Whether a partition of the store is filled from a partition of a topic; what it never sees it need not wait for. */
    private static boolean reads(
            StreamsRuntime runtime, StoreDescription store, int part, String topic, int topicPartition) {
        if (store.isGlobal()) {
            return topic.equals(store.serdeTopic());
        }
        TopicPartition input = new TopicPartition(topic, topicPartition);
        for (ThreadMetadata thread : runtime.metadataForLocalThreads()) {
            for (Set<TaskMetadata> tasks : List.of(thread.activeTasks(), thread.standbyTasks())) {
                for (TaskMetadata task : tasks) {
                    boolean isOwner = task.taskId().partition() == part
                            && task.taskId().subtopology()
                                    == store.subtopology().orElse(-1);
                    if (isOwner && task.topicPartitions().contains(input)) {
                        return true;
                    }
                }
            }
        }
        return false;
    }

    List<Part> parts() {
        return parts;
    }

    /** The only partition; null if it is not here. */
    @Nullable
    Part only() {
        return parts.isEmpty() ? null : parts.get(0);
    }

    /** Wanted partitions that are not here. */
    Set<Integer> missing() {
        return missing;
    }

    /** Input offsets that the partitions stand for. */
    Position position() {
        Position all = Position.emptyPosition();
        parts.forEach(part -> all.merge(part.snapshot.position()));
        return all;
    }

    @Override
    public void close() {
        parts.forEach(part -> part.snapshot.close());
    }
}
