package io.millrace.dsl;

import io.millrace.dsl.operator.ForeignKeyAnswer;
import io.millrace.dsl.operator.ForeignKeyAnswerDeserializer;
import io.millrace.dsl.operator.ForeignKeyAnswerSerializer;
import io.millrace.dsl.plan.Combiner;
import io.millrace.dsl.plan.ForeignKeyPlan;
import io.millrace.dsl.plan.ForeignKeyStep;
import io.millrace.dsl.plan.ForeignKeyTable;
import io.millrace.dsl.plan.InternalSink;
import io.millrace.dsl.plan.InternalSource;
import io.millrace.dsl.plan.NodeId;
import io.millrace.dsl.plan.PlanDraft;
import io.millrace.dsl.plan.StoreSettings;
import io.millrace.processor.FailOnInvalidTimestamp;
import io.millrace.processor.StreamPartitioner;
import io.millrace.record.Bytes;
import io.millrace.serialization.ByteArrayDeserializer;
import io.millrace.serialization.ByteArraySerializer;
import io.millrace.serialization.Deserializer;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.Serializer;
import io.millrace.state.KeyValueStore;
import io.millrace.topology.graph.NodeDefinition.Reading;
import io.millrace.topology.graph.NodeDefinition.Writing;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Adds foreign-key joins to a draft. A left row registers, through a topic, with the key of its right row; there registrations are kept, and answers, at once and at
 * each change of the right row, come back through a second topic to be joined with the left row.
 */
final class ForeignKeyJoins {

    private static final String TOPIC_SUFFIX = "-topic";

    private ForeignKeyJoins() {}

    static <K, V, KO, VO, VR> KTable<K, VR> join(
            PlannedTable<K, V> left,
            KTable<KO, VO> table,
            BiFunction<Object, Object, Object> extractor,
            Combiner joiner,
            TableJoined<K, KO> tableJoined,
            Materialized<K, VR, KeyValueStore<Bytes, byte[]>> materialized,
            boolean keepsLeft) {
        Objects.requireNonNull(tableJoined, "tableJoined cannot be null");
        Objects.requireNonNull(materialized, "materialized cannot be null");
        PlannedTable<KO, VO> right = (PlannedTable<KO, VO>) Objects.requireNonNull(table, "table cannot be null");
        PlanDraft draft = left.point().draft();
        draft.sendOldValues(right.point().node());
        draft.sendOldValues(left.point().node());
        Names names = Names.draw(draft, tableJoined.name);
        ForeignKeyPlan plan = new ForeignKeyPlan(
                extractor,
                joiner,
                keepsLeft,
                names.registrationTopic(),
                names.answerTopic(),
                registrations(names.store()),
                left.point().node(),
                right.point().node(),
                left.keySerde(),
                left.valueSerde(),
                right.keySerde(),
                right.valueSerde());
        NodeId answers = addRightSide(draft, plan, names, left, right, tableJoined);
        draft.lookUp(left.point().node());
        Set<String> sources = new HashSet<>(left.point().sources());
        sources.add(names.answerSource());
        draft.coPartition(sources);
        NodeId resolved = draft.add(names.resolver(), step(ForeignKeyStep.Kind.RESOLVE, plan), answers);
        Materialization<K, VR> store =
                Materialization.named(materialized, draft, Prefix.FK_OUTPUT).orKeySerde(left.keySerde());
        NodeId result =
                draft.add(names.result(), new ForeignKeyTable(store.store(), store.queryable(), false), resolved);
        return new PlannedTable<>(
                new PlanPoint(draft, result, names.result(), sources),
                left.keySerde(),
                store.valueSerde(),
                store.storeName());
    }

    /** From the left table's changes to the source that answers come out of. */
    private static <K, KO> NodeId addRightSide(
            PlanDraft draft,
            ForeignKeyPlan plan,
            Names names,
            PlannedTable<K, ?> left,
            PlannedTable<KO, ?> right,
            TableJoined<K, KO> tableJoined) {
        NodeId sent = draft.add(
                names.sender(),
                step(ForeignKeyStep.Kind.SEND, plan),
                left.point().node());
        NodeId sink = draft.add(
                names.registrationSink(),
                new InternalSink(
                        plan.subscriptionTopic(),
                        new Writing(
                                serializer(plan.foreignKeySerde()),
                                new ByteArraySerializer(),
                                byKeyOnly(tableJoined.otherPartitioner))),
                sent);
        NodeId source = draft.add(
                names.registrationSource(),
                new InternalSource(
                        plan.subscriptionTopic(),
                        reading(deserializer(plan.foreignKeySerde()), new ByteArrayDeserializer())),
                sink);
        Set<String> rightSources = new HashSet<>(right.point().sources());
        rightSources.add(names.registrationSource());
        draft.coPartition(rightSources);
        NodeId received = draft.add(names.receiver(), step(ForeignKeyStep.Kind.RECEIVE, plan), source);
        draft.lookUp(right.point().node());
        NodeId answered = draft.add(names.answerer(), step(ForeignKeyStep.Kind.ANSWER, plan), received);
        NodeId notified = draft.add(
                names.notifier(),
                step(ForeignKeyStep.Kind.NOTIFY, plan),
                right.point().node());
        StreamPartitioner<?, ?> partitioner =
                tableJoined.partitioner == null ? ForeignKeyAnswer.backToSender() : byKeyOnly(tableJoined.partitioner);
        NodeId answerSink = draft.add(
                names.answerSink(),
                new InternalSink(
                        plan.responseTopic(),
                        new Writing(
                                serializer(plan.keySerde()),
                                new ForeignKeyAnswerSerializer(serializer(plan.foreignValueSerde())),
                                partitioner)),
                answered,
                notified);
        return draft.add(
                names.answerSource(),
                new InternalSource(
                        plan.responseTopic(),
                        reading(
                                deserializer(plan.keySerde()),
                                new ForeignKeyAnswerDeserializer(deserializer(plan.foreignValueSerde())))),
                answerSink);
    }

    private static ForeignKeyStep step(ForeignKeyStep.Kind kind, ForeignKeyPlan plan) {
        return new ForeignKeyStep(kind, plan, false);
    }

    private static StoreSettings registrations(String name) {
        return new StoreSettings(
                name, false, Serdes.Bytes(), Serdes.ByteArray(), null, null, true, Map.of(), false, null);
    }

    private static Reading reading(@Nullable Deserializer<?> keys, Deserializer<?> values) {
        return new Reading(null, new FailOnInvalidTimestamp(), keys, values);
    }

    private static @Nullable Serializer<?> serializer(@Nullable Serde<?> serde) {
        return serde == null ? null : serde.serializer();
    }

    private static @Nullable Deserializer<?> deserializer(@Nullable Serde<?> serde) {
        return serde == null ? null : serde.deserializer();
    }

    /** The program's partitioner sees no value, and may choose one partition only. */
    @SuppressWarnings("NullAway") // a partitioner for foreign-key joins is declared for values that are always null
    private static <P> @Nullable StreamPartitioner<P, Object> byKeyOnly(@Nullable StreamPartitioner<P, Void> given) {
        if (given == null) {
            return null;
        }
        return (topic, key, value, partitions) -> {
            Optional<Set<Integer>> chosen = given.partitions(topic, key, null, partitions);
            if (chosen.isPresent() && chosen.get().size() != 1) {
                throw new IllegalArgumentException(
                        "A partitioner of a foreign-key join has to choose one partition, but chose " + chosen.get()
                                + " of topic '" + topic + "'");
            }
            return chosen;
        };
    }

    /** All names of a join, drawn in the order of 4.3.1. */
    private record Names(
            String registrationTopic,
            String sender,
            String registrationSink,
            String registrationSource,
            String store,
            String receiver,
            String answerer,
            String notifier,
            String answerTopic,
            String answerSink,
            String answerSource,
            String resolver,
            String result) {

        static Names draw(PlanDraft draft, @Nullable String given) {
            if (given != null) {
                Named.validate(given);
            }
            return new Names(
                    PlanPoint.nameWithSuffix(draft, given, "-subscription-registration", Prefix.FK_REGISTRATION)
                            + TOPIC_SUFFIX,
                    PlanPoint.nameWithSuffix(
                            draft, given, "-subscription-registration-processor", Prefix.FK_REGISTRATION),
                    PlanPoint.nameWithSuffix(draft, given, "-subscription-registration-sink", Prefix.TABLE_SINK),
                    PlanPoint.nameWithSuffix(draft, given, "-subscription-registration-source", Prefix.TABLE_SOURCE),
                    PlanPoint.nameWithSuffix(draft, given, "-subscription-store", Prefix.FK_STORE),
                    PlanPoint.nameWithSuffix(draft, given, "-subscription-receive", Prefix.FK_PROCESSOR),
                    PlanPoint.nameWithSuffix(draft, given, "-subscription-join-foreign", Prefix.FK_PROCESSOR),
                    PlanPoint.nameWithSuffix(draft, given, "-foreign-join-subscription", Prefix.FK_PROCESSOR),
                    PlanPoint.nameWithSuffix(draft, given, "-subscription-response", Prefix.FK_RESPONSE) + TOPIC_SUFFIX,
                    PlanPoint.nameWithSuffix(draft, given, "-subscription-response-sink", Prefix.TABLE_SINK),
                    PlanPoint.nameWithSuffix(draft, given, "-subscription-response-source", Prefix.TABLE_SOURCE),
                    PlanPoint.nameWithSuffix(draft, given, "-subscription-response-resolver", Prefix.FK_RESOLVER),
                    PlanPoint.nameWithSuffix(draft, given, "-result", Prefix.FK_OUTPUT));
        }
    }
}
