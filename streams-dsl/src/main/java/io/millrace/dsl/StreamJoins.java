package io.millrace.dsl;

import io.millrace.dsl.plan.Combiner;
import io.millrace.dsl.plan.JoinKind;
import io.millrace.dsl.plan.JoinStore;
import io.millrace.dsl.plan.JoinWindow;
import io.millrace.dsl.plan.NodeId;
import io.millrace.dsl.plan.Operation;
import io.millrace.dsl.plan.OuterJoinStore;
import io.millrace.dsl.plan.PlanDraft;
import io.millrace.dsl.plan.StreamStreamJoin;
import io.millrace.dsl.plan.WaitingRecords;
import io.millrace.errors.StreamsException;
import io.millrace.serialization.Serde;
import io.millrace.state.WindowBytesStoreSupplier;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds joins of a stream to a draft. */
final class StreamJoins {

    private static final String CLEANUP_POLICY = "cleanup.policy";
    private static final String DELETE = "delete";

    private StreamJoins() {}

    static <K, V, VTable, VOut> KStream<K, VOut> withTable(
            PlannedStream<K, V> stream,
            KTable<K, VTable> table,
            Combiner joiner,
            Joined<K, V, VTable> joined,
            boolean left) {
        Objects.requireNonNull(joined, "joined cannot be null");
        PlannedTable<K, VTable> other = (PlannedTable<K, VTable>) Objects.requireNonNull(table, "table cannot be null");
        PlannedStream<K, V> input = stream.keyMayHaveChanged()
                ? stream.repartitionedForJoin(joined.name, joined.keySerde, joined.leftValueSerde)
                : stream;
        PlanDraft draft = input.point().draft();
        Set<String> sources = input.point().sourcesWith(other.point());
        draft.coPartition(sources);
        String name = input.point().name(new Named(joined.name), left ? Prefix.LEFTJOIN : Prefix.JOIN);
        WaitingRecords buffer = waitingRecords(input, other, joined, name);
        NodeId tableNode = other.point().node();
        draft.lookUp(tableNode);
        PlanPoint result = input.point().then(name, new Operation.StreamTableJoin(tableNode, joiner, left, buffer));
        Serde<K> keys = joined.keySerde != null ? joined.keySerde : input.keySerde();
        return new PlannedStream<>(result.withSources(sources), keys, null, false);
    }

    private static <K, V> @Nullable WaitingRecords waitingRecords(
            PlannedStream<K, V> input, PlannedTable<K, ?> table, Joined<K, V, ?> joined, String name) {
        if (joined.gracePeriod == null) {
            return null;
        }
        PlanDraft draft = input.point().draft();
        if (!draft.node(table.point().node()).operation().versionedOutput().orElse(true)) {
            throw new IllegalArgumentException(
                    "A join with a grace period looks rows up as of an earlier time, which only a versioned table can answer:"
                            + " materialize '" + table.point().name() + "' with a versioned store");
        }
        String storeName = name + "-Buffer";
        if (joined.name == null) {
            draft.noteDrawnName("state store " + storeName);
            draft.noteDrawnName("changelog topic " + storeName + "-changelog");
        }
        return new WaitingRecords(
                storeName,
                joined.keySerde != null ? joined.keySerde : input.keySerde(),
                joined.leftValueSerde != null ? joined.leftValueSerde : input.valueSerde(),
                joined.gracePeriod.toMillis());
    }

    static <K, V, GlobalKey, GlobalValue, VOut> KStream<K, VOut> withGlobalTable(
            PlannedStream<K, V> stream,
            GlobalKTable<GlobalKey, GlobalValue> globalTable,
            KeyValueMapper<? super K, ? super V, ? extends GlobalKey> keySelector,
            Combiner joiner,
            Named named,
            boolean left) {
        PlannedGlobalTable<GlobalKey, GlobalValue> table = (PlannedGlobalTable<GlobalKey, GlobalValue>)
                Objects.requireNonNull(globalTable, "globalTable cannot be null");
        Operation operation = new Operation.StreamGlobalJoin(
                table.storeName(),
                Erased.selector(Objects.requireNonNull(keySelector, "keySelector cannot be null")),
                joiner,
                left);
        PlanPoint result = stream.point().then(stream.point().name(named, Prefix.LEFTJOIN), operation);
        return new PlannedStream<>(result, stream.keySerde(), null, stream.keyMayHaveChanged());
    }

    static <K, V, VRight, VOut> KStream<K, VOut> withStream(
            PlannedStream<K, V> stream,
            KStream<K, VRight> otherStream,
            Combiner joiner,
            JoinWindows windows,
            StreamJoined<K, V, VRight> options,
            JoinKind kind) {
        Objects.requireNonNull(otherStream, "otherStream cannot be null");
        Objects.requireNonNull(windows, "windows cannot be null");
        Objects.requireNonNull(options, "streamJoined cannot be null");
        String base = new Named(options.name).name;
        PlannedStream<K, V> left = stream;
        PlannedStream<K, VRight> right = (PlannedStream<K, VRight>) otherStream;
        if (left.keyMayHaveChanged()) {
            left = left.repartitionedForJoin(suffixed(base, "-left"), options.keySerde, options.valueSerde);
        }
        if (right.keyMayHaveChanged()) {
            right = right.repartitionedForJoin(suffixed(base, "-right"), options.keySerde, options.otherValueSerde);
        }
        PlanDraft draft = left.point().draft();
        Set<String> sources = left.point().sourcesWith(right.point());
        draft.coPartition(sources);
        Names names = Names.draw(draft, base, kind);
        requireDistinct(options.thisStoreSupplier, options.otherStoreSupplier);
        StreamStreamJoin.Side leftSide = new StreamStreamJoin.Side(
                names.leftWindow(),
                names.leftJoin(),
                store(
                        storeName(options, names.leftDrawn(), names.leftSuffix()),
                        options.thisStoreSupplier,
                        options.valueSerde,
                        options,
                        windows));
        StreamStreamJoin.Side rightSide = new StreamStreamJoin.Side(
                names.rightWindow(),
                names.rightJoin(),
                store(
                        storeName(options, names.rightDrawn(), names.rightSuffix()),
                        options.otherStoreSupplier,
                        options.otherValueSerde,
                        options,
                        windows));
        draft.add(
                names.leftWindow(),
                new JoinWindow(leftSide.store()),
                left.point().node());
        draft.add(
                names.rightWindow(),
                new JoinWindow(rightSide.store()),
                right.point().node());
        OuterJoinStore unmatched = kind == JoinKind.INNER ? null : unmatchedStore(options, names, kind);
        noteDrawnNames(draft, options, leftSide.store(), rightSide.store(), unmatched);
        StreamStreamJoin operation = new StreamStreamJoin(
                leftSide,
                rightSide,
                new StreamStreamJoin.Bounds(windows.beforeMs, windows.afterMs, windows.gracePeriodMs()),
                kind,
                joiner,
                windows.enableSpuriousResultFix ? unmatched : null,
                false);
        NodeId node = draft.add(
                names.merge(), operation, left.point().node(), right.point().node());
        return new PlannedStream<>(new PlanPoint(draft, node, names.merge(), sources), options.keySerde, null, false);
    }

    private static @Nullable String suffixed(@Nullable String base, String suffix) {
        return base == null ? null : base + suffix;
    }

    private static String storeName(StreamJoined<?, ?, ?> options, String drawn, String suffix) {
        return (options.storeName == null ? drawn : options.storeName + suffix) + "-store";
    }

    private static JoinStore store(
            String name,
            @Nullable WindowBytesStoreSupplier supplier,
            @Nullable Serde<?> valueSerde,
            StreamJoined<?, ?, ?> options,
            JoinWindows windows) {
        long retentionMs = windows.size() + windows.gracePeriodMs();
        if (supplier != null) {
            requireFitting(supplier, windows, retentionMs);
            return new JoinStore(
                    supplier.name(),
                    options.keySerde,
                    valueSerde,
                    supplier,
                    null,
                    retentionMs,
                    windows.size(),
                    Map.of());
        }
        Map<String, String> config = new HashMap<>(options.topicConfig);
        config.put(CLEANUP_POLICY, DELETE);
        return new JoinStore(
                name,
                options.keySerde,
                valueSerde,
                null,
                options.dslStoreSuppliers,
                retentionMs,
                windows.size(),
                options.loggingEnabled ? Map.copyOf(config) : null);
    }

    private static void requireDistinct(
            @Nullable WindowBytesStoreSupplier one, @Nullable WindowBytesStoreSupplier other) {
        if (one != null && other != null && one.name().equals(other.name())) {
            throw new StreamsException("The stores of both sides of a join are named '" + one.name()
                    + "': give each supplier a name of its own");
        }
    }

    private static void requireFitting(WindowBytesStoreSupplier supplier, JoinWindows windows, long retentionMs) {
        if (!supplier.retainDuplicates()) {
            throw new StreamsException("Store '" + supplier.name()
                    + "' would keep one record per key and time, but a join needs all of them: make its supplier with"
                    + " retainDuplicates = true");
        }
        if (supplier.retentionPeriod() != retentionMs || supplier.windowSize() != windows.size()) {
            throw new StreamsException("Window settings mismatch: store '" + supplier.name() + "' has a retention of "
                    + supplier.retentionPeriod() + " ms and windows of " + supplier.windowSize() + " ms, but " + windows
                    + " needs " + retentionMs + " ms and " + windows.size() + " ms");
        }
    }

    private static OuterJoinStore unmatchedStore(StreamJoined<?, ?, ?> options, Names names, JoinKind kind) {
        String suffix = kind == JoinKind.OUTER ? "-outer-shared-join" : "-left-shared-join";
        WindowBytesStoreSupplier supplier = options.thisStoreSupplier;
        String name;
        if (supplier != null && !supplier.name().isEmpty()) {
            name = supplier.name() + suffix;
        } else if (options.storeName != null) {
            name = options.storeName + suffix;
        } else {
            String prefix = kind == JoinKind.OUTER ? Prefix.OUTERTHIS : Prefix.JOINTHIS;
            name = Prefix.OUTERSHARED + names.leftDrawn().substring(prefix.length());
        }
        Boolean inMemory =
                supplier == null || options.dslStoreSuppliers != null ? null : isInMemory(supplier.metricsScope());
        return new OuterJoinStore(
                name + "-store",
                options.keySerde,
                options.valueSerde,
                options.otherValueSerde,
                inMemory,
                options.dslStoreSuppliers,
                options.loggingEnabled ? options.topicConfig : null);
    }

    /** Null for a store that is not one of the built-in kinds. */
    private static @Nullable Boolean isInMemory(String metricsScope) {
        if (metricsScope.startsWith("in-memory")) {
            return true;
        }
        return metricsScope.startsWith("rocksdb") ? false : null;
    }

    private static void noteDrawnNames(
            PlanDraft draft,
            StreamJoined<?, ?, ?> options,
            JoinStore left,
            JoinStore right,
            @Nullable OuterJoinStore unmatched) {
        if (options.storeName != null) {
            return;
        }
        noteDrawnName(draft, left.name(), left.changelogConfig() != null);
        noteDrawnName(draft, right.name(), right.changelogConfig() != null);
        if (unmatched != null) {
            noteDrawnName(draft, unmatched.name(), unmatched.changelogConfig() != null);
        }
    }

    private static void noteDrawnName(PlanDraft draft, String store, boolean logged) {
        draft.noteDrawnName("state store " + store);
        if (logged) {
            draft.noteDrawnName("changelog topic " + store + "-changelog");
        }
    }

    /** Names of a join of two streams. Store names go back to the drawn names, also where the program named the processors. */
    private record Names(
            String leftWindow,
            String rightWindow,
            String leftDrawn,
            String rightDrawn,
            String leftSuffix,
            String rightSuffix,
            String leftJoin,
            String rightJoin,
            String merge) {

        static Names draw(PlanDraft draft, @Nullable String base, JoinKind kind) {
            String leftSuffix = kind.keepsRight() ? "-outer-this-join" : "-this-join";
            String rightSuffix = kind.keepsLeft() ? "-outer-other-join" : "-other-join";
            String leftWindow = PlanPoint.nameWithSuffix(draft, base, "-this-windowed", Prefix.WINDOWED);
            String rightWindow = PlanPoint.nameWithSuffix(draft, base, "-other-windowed", Prefix.WINDOWED);
            String leftDrawn = draft.newName(kind.keepsRight() ? Prefix.OUTERTHIS : Prefix.JOINTHIS);
            String rightDrawn = draft.newName(kind.keepsLeft() ? Prefix.OUTEROTHER : Prefix.JOINOTHER);
            return new Names(
                    leftWindow,
                    rightWindow,
                    leftDrawn,
                    rightDrawn,
                    leftSuffix,
                    rightSuffix,
                    base == null ? leftDrawn : base + leftSuffix,
                    base == null ? rightDrawn : base + rightSuffix,
                    PlanPoint.nameWithSuffix(draft, base, "-merge", Prefix.MERGE));
        }
    }
}
