package io.millrace.dsl.rewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.dsl.plan.NodeId;
import io.millrace.dsl.plan.Operation;
import io.millrace.dsl.plan.Operation.Keeping;
import io.millrace.dsl.plan.Plan;
import io.millrace.dsl.plan.PlanDraft;
import io.millrace.dsl.plan.StoreSettings;
import io.millrace.errors.TopologyException;
import io.millrace.record.KeyValue;
import io.millrace.serialization.Serdes;
import io.millrace.topology.dag.OffsetReset;
import io.millrace.topology.graph.NodeDefinition.Reading;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RulesTest {

    private final PlanDraft draft = new PlanDraft(false);

    @Test
    void shouldShareOneSourceBetweenStreamsOfTheSameTopics() {
        NodeId first = source("first", Reading.DEFAULT, "a", "b");
        NodeId second = source("second", Reading.DEFAULT, "b", "a");
        NodeId child = draft.add("child", step(false, false), second);
        draft.coPartition(Set.of("second", "x"));

        Plan plan = new MergeSources().apply(draft.plan());

        assertThat(plan.contains(second)).isFalse();
        assertThat(plan.node(child).parents()).containsExactly(first);
        assertThat(plan.coPartitionedSources()).containsExactly(Set.of("first", "x"));
    }

    @Test
    void shouldRejectSourcesThatOverlap() {
        source("first", Reading.DEFAULT, "a", "b");
        source("second", Reading.DEFAULT, "b");

        assertThatThrownBy(() -> new MergeSources().apply(draft.plan()))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("'first'")
                .hasMessageContaining("'second'");
    }

    @Test
    void shouldRejectDifferentStartsOfTheSameTopic() {
        source("first", Reading.DEFAULT, "a");
        source("second", new Reading(new OffsetReset(OffsetReset.Strategy.LATEST, null), null, null, null), "a");

        assertThatThrownBy(() -> new MergeSources().apply(draft.plan()))
                .isInstanceOf(TopologyException.class)
                .hasMessageContaining("offset reset");
    }

    @Test
    void shouldMergeRepartitionsBehindOneKeyChange() {
        NodeId source = source("in", Reading.DEFAULT, "in");
        NodeId key = draft.add("key", step(true, false), source);
        NodeId one = draft.add("one-source", repartition("one", true), key);
        NodeId behindOne = draft.add("count", step(false, false), one);
        NodeId filter = draft.add("filter", step(false, false), key);
        NodeId two = draft.add("two-source", repartition("two", true), filter);
        NodeId behindTwo = draft.add("reduce", step(false, false), two);

        Plan plan = new MergeRepartitions().apply(draft.plan());

        NodeId merged = plan.node(behindOne).parents().get(0);
        Operation.Repartition operation =
                (Operation.Repartition) plan.node(merged).operation();
        assertThat(operation.topic()).isEqualTo("one-repartition");
        assertThat(operation.sinkName()).isEqualTo("one-repartition-sink");
        assertThat(plan.node(merged).parents()).containsExactly(key);
        assertThat(plan.node(merged).buildPriority()).isEqualTo(plan.node(key).buildPriority());
        assertThat(plan.node(filter).parents()).containsExactly(merged);
        assertThat(plan.node(behindTwo).parents()).containsExactly(filter);
        assertThat(plan.contains(one)).isFalse();
        assertThat(plan.contains(two)).isFalse();
    }

    @Test
    void shouldMergeTwoRepartitionsOnTheSameWay() {
        NodeId key = draft.add("key", step(true, false), source("in", Reading.DEFAULT, "in"));
        NodeId filter = draft.add("filter", step(false, false), key);
        NodeId count = draft.add("count", step(false, false), draft.add("o", repartition("one", true), filter));
        NodeId reduce = draft.add("reduce", step(false, false), draft.add("t", repartition("two", true), filter));

        Plan plan = new MergeRepartitions().apply(draft.plan());

        assertThat(plan.node(count).parents()).containsExactly(filter);
        assertThat(plan.node(reduce).parents()).containsExactly(filter);
        assertThat(plan.nodes().stream().filter(node -> node.operation() instanceof Operation.Repartition))
                .hasSize(1);
    }

    @Test
    void shouldLeaveRepartitionBehindValueChangeOrOfTheProgramAlone() {
        NodeId key = draft.add("key", step(true, false), source("in", Reading.DEFAULT, "in"));
        NodeId mapped = draft.add("mapped", step(false, true), key);
        NodeId behindValueChange = draft.add("o", repartition("one", true), mapped);
        NodeId ofProgram = draft.add("t", repartition("two", false), key);

        Plan plan = new MergeRepartitions().apply(draft.plan());

        assertThat(plan.node(behindValueChange).parents()).containsExactly(mapped);
        assertThat(plan.node(ofProgram).parents()).containsExactly(key);
    }

    @Test
    void shouldReuseSourceTopicsOfTablesOnly() {
        NodeId table = table("t", false);

        Plan plan = new ReuseSourceTopics().apply(draft.plan());

        assertThat(((Operation.TableSource) plan.node(table).operation()).topicIsChangelog())
                .isTrue();
    }

    @Test
    void shouldKeepNullKeysOnlyBeforeLeftJoins() {
        NodeId source = source("in", Reading.DEFAULT, "in");
        NodeId plain = draft.add("p", repartition("plain", true), source);
        NodeId left = draft.add("l", repartition("left", true), source);
        NodeId between = draft.add("between", step(false, false), left);
        draft.add("join", new Operation.StreamTableJoin(table("t", false), (k, a, b) -> a, true, null), between);

        Plan plan = new DropNullKeys().apply(draft.plan());

        assertThat(((Operation.Repartition) plan.node(plain).operation()).dropsNullKeys())
                .isTrue();
        assertThat(((Operation.Repartition) plan.node(left).operation()).dropsNullKeys())
                .isFalse();
    }

    @Test
    void shouldMaterializeWhatIsLookedUpThroughDerivedTables() {
        NodeId table = table("t", false);
        NodeId unused = table("u", false);
        NodeId derived =
                draft.add("d", new Operation.TableMapValues((k, v) -> v, null, Keeping.INHERITED, false), table);
        draft.add(
                "join",
                new Operation.StreamTableJoin(derived, (k, a, b) -> a, false, null),
                source("s", Reading.DEFAULT, "s"));

        draft.lookUp(derived);
        Plan plan = draft.plan();

        assertThat(tableAt(plan, table).hasStore()).isTrue();
        assertThat(tableAt(plan, table).sendsOldValues()).isFalse();
        assertThat(tableAt(plan, derived).hasStore()).isFalse();
        assertThat(tableAt(plan, unused).hasStore()).isFalse();
    }

    @Test
    void shouldSendOldValuesUpToTheNearestStore() {
        NodeId table = table("t", false);
        NodeId kept = draft.add(
                "kept",
                new Operation.TableFilter((k, v) -> true, false, settings("kept"), Keeping.GIVEN, false, false),
                table);
        NodeId derived =
                draft.add("d", new Operation.TableMapValues((k, v) -> v, null, Keeping.INHERITED, false), kept);
        draft.add("select", new Operation.TableRekey((k, v) -> KeyValue.pair(v, k), false), derived);

        draft.sendOldValues(derived);
        Plan plan = draft.plan();

        assertThat(tableAt(plan, derived).sendsOldValues()).isTrue();
        assertThat(tableAt(plan, kept).sendsOldValues()).isTrue();
        assertThat(tableAt(plan, table).sendsOldValues()).isFalse();
        assertThat(tableAt(plan, table).hasStore()).isFalse();
    }

    @Test
    void shouldLeaveTheDraftedPlanAsItWas() {
        source("first", Reading.DEFAULT, "a");
        NodeId second = source("second", Reading.DEFAULT, "a");
        Plan drafted = draft.plan();

        Rewriting.rewrite(drafted, Set.of(Rewriting.Optimization.values()));

        assertThat(drafted.contains(second)).isTrue();
    }

    private static Operation.TableOperation tableAt(Plan plan, NodeId id) {
        return (Operation.TableOperation) plan.node(id).operation();
    }

    private NodeId source(String name, Reading reading, String... topics) {
        return draft.add(name, new Operation.StreamSource(List.of(topics), Optional.empty(), reading));
    }

    private NodeId table(String topic, boolean materialized) {
        return draft.add(
                topic,
                new Operation.TableSource(
                        topic, topic + "-source", Reading.DEFAULT, settings(topic), materialized, false, false));
    }

    private static StoreSettings settings(String name) {
        return new StoreSettings(name, true, null, null, null, null, true, Map.of(), true, null);
    }

    private static Operation step(boolean changesKey, boolean changesValue) {
        return new Operation.Transform(() -> record -> {}, List.of(), changesKey, changesValue, false);
    }

    private static Operation repartition(String base, boolean mergeable) {
        String topic = base + "-repartition";
        return new Operation.Repartition(
                topic,
                topic + "-filter",
                topic + "-sink",
                topic + "-source",
                Serdes.String(),
                null,
                null,
                OptionalInt.empty(),
                mergeable,
                false);
    }
}
