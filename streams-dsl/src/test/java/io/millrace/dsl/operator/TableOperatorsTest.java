package io.millrace.dsl.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.dsl.plan.Combiner;
import io.millrace.dsl.plan.Fold;
import io.millrace.errors.StreamsException;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.record.KeyValue;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.state.StoreBuilder;
import io.millrace.state.TimestampedKeyValueStore;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.stores.Stores;
import io.millrace.stores.table.KeyFormat;
import io.millrace.topology.dag.KeyDecoder;
import io.millrace.topology.dag.RawKeyRecord;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class TableOperatorsTest {

    private static final Fold COUNT = (record, count) -> (Long) count + 1;
    private static final Combiner APPEND = (key, value, text) -> text + "+" + value;
    private static final Combiner REMOVE = (key, value, text) -> text + "-" + value;

    @Test
    void shouldDropRecordsWithoutKeyOrValueFromAggregate() {
        OperatorHarness count = counting(false);

        count.process(null, "v", 1).process("k", null, 2).process("k", "v", 3);

        assertThat(count.dropped()).hasSize(2);
        assertThat(count.forwarded()).containsExactly("k=(1<-null)@3");
    }

    @Test
    void shouldKeepGreatestTimestampInAggregate() {
        OperatorHarness count = counting(false);

        count.process("k", "v", 10).process("k", "v", 5);

        assertThat(count.forwarded()).containsExactly("k=(1<-null)@10", "k=(2<-null)@10");
    }

    @Test
    void shouldSendOldAggregateBeginningWithTheInitialOne() {
        OperatorHarness count = counting(true);

        count.process("k", "v", 1).process("k", "v", 2);

        assertThat(count.forwarded()).containsExactly("k=(1<-0)@1", "k=(2<-1)@2");
    }

    @Test
    void shouldStartAnewWithTheTimestampOfTheRecordAfterNullAggregate() {
        Fold adder = (record, text) -> record.value().equals("clear") ? null : text + "" + record.value();
        OperatorHarness text = new OperatorHarness()
                .with(store("s", Serdes.String()))
                .running(StreamAggregate.supplier("s", () -> "", adder, false));

        text.process("k", "a", 10).process("k", "clear", 11).process("k", "b", 2);

        assertThat(text.forwarded()).containsExactly("k=(a<-null)@10", "k=(null<-null)@11", "k=(b<-null)@2");
    }

    @Test
    void shouldAggregateByKeyBytesWithoutDecodingTheKey() {
        OperatorHarness count = counting(false);
        AtomicInteger decoded = new AtomicInteger();
        KeyDecoder<Object> decoder = new KeyDecoder<>(
                (topic, bytes) -> {
                    decoded.incrementAndGet();
                    return new String(bytes, StandardCharsets.UTF_8);
                },
                "t",
                KeyFormat.STRING);
        byte[] batch = "xxkeyxx".getBytes(StandardCharsets.UTF_8);

        count.process(new RawKeyRecord<>(decoder, batch, 2, 3, "v", 1, null));
        int decodedByAggregate = decoded.get() - 1; // the harness asks for the key to write it down
        count.process("key", "v", 2);

        assertThat(decodedByAggregate).isZero();
        assertThat(count.forwarded()).containsExactly("key=(1<-null)@1", "key=(2<-null)@2");
    }

    @Test
    void shouldSubtractOldValueBeforeAddingNewOne() {
        OperatorHarness table = aggregatingTable();

        table.process("k", new Change<>("a", null), 1).process("k", new Change<>("b", "a"), 2);

        assertThat(table.forwarded()).containsExactly("k=(0+a<-null)@1", "k=(0+a-a+b<-null)@2");
    }

    @Test
    void shouldNotSubtractFromMissingAggregate() {
        OperatorHarness table = aggregatingTable();

        table.process("k", new Change<>(null, "a"), 1).process("k", new Change<>("b", "a"), 2);

        assertThat(table.forwarded()).containsExactly("k=(null<-null)@1", "k=(0+b<-null)@2");
    }

    @Test
    void shouldFailOnRowWithoutKeyInTableAggregate() {
        OperatorHarness table = aggregatingTable();

        assertThatThrownBy(() -> table.process(null, new Change<>("a", null), 1))
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("'s'");
    }

    @Test
    void shouldSendOneChangeIfGroupStaysAndTwoIfItMoves() {
        OperatorHarness table = new OperatorHarness()
                .running(TableRekey.supplier(
                        (key, value) -> KeyValue.pair(value.toString().charAt(0), value), false));

        table.process("k", new Change<>("a1", null), 1)
                .process("k", new Change<>("a2", "a1"), 2)
                .process("k", new Change<>("b", "a2"), 3)
                .process("k", new Change<>(null, "b"), 4);

        assertThat(table.forwarded())
                .containsExactly("a=(a1<-null)@1", "a=(a2<-a1)@2", "a=(null<-a2)@3", "b=(b<-null)@3", "b=(null<-b)@4");
    }

    @Test
    void shouldSkipPairsWithoutKeyOrValueAndFailOnRowWithoutKey() {
        OperatorHarness table =
                new OperatorHarness().running(TableRekey.supplier((key, value) -> KeyValue.pair(null, value), false));

        table.process("k", new Change<>("a", null), 1);

        assertThat(table.forwarded()).isEmpty();
        assertThatThrownBy(() -> table.process(null, new Change<>("a", null), 1))
                .isInstanceOf(StreamsException.class);
    }

    @Test
    void shouldForwardDeleteOfRowThatNeverPassedTheFilter() {
        OperatorHarness plain = new OperatorHarness().running(filter(null, false));
        OperatorHarness withOldValues = new OperatorHarness().running(filter(null, true));

        plain.process("k", new Change<>("no", null), 1);
        withOldValues.process("k", new Change<>("no", null), 1).process("k", new Change<>("yes", "no"), 2);

        assertThat(plain.forwarded()).containsExactly("k=(null<-null)@1");
        assertThat(withOldValues.forwarded()).containsExactly("k=(yes<-null)@2");
    }

    @Test
    void shouldTakeOldValueOfMaterializedFilterFromItsStore() {
        OperatorHarness table =
                new OperatorHarness().with(store("s", Serdes.String())).running(filter("s", true));

        table.process("k", new Change<>("yes1", null), 1)
                .process("k", new Change<>("yes2", null), 2)
                .process("k", new Change<>("no", null), 3);

        assertThat(table.forwarded()).containsExactly("k=(yes1<-null)@1", "k=(yes2<-yes1)@2", "k=(null<-yes2)@3");
    }

    @Test
    void shouldNotMapDeletedRows() {
        OperatorHarness table =
                new OperatorHarness().running(TableMapValues.supplier((key, value) -> key + "/" + value, null, true));

        table.process("k", new Change<>("a", null), 1).process("k", new Change<>(null, "a"), 2);

        assertThat(table.forwarded()).containsExactly("k=(k/a<-null)@1", "k=(null<-k/a)@2");
    }

    @Test
    void shouldLetTheLastArrivalWinInSourceTable() {
        OperatorHarness table =
                new OperatorHarness().with(store("s", Serdes.String())).running(TableSource.supplier("s", true));

        table.process("k", "new", 10)
                .process("k", "late", 5)
                .process(null, "x", 6)
                .process("k", null, 7);

        assertThat(table.forwarded()).containsExactly("k=(new<-null)@10", "k=(late<-new)@5", "k=(null<-late)@7");
        assertThat(table.dropped()).containsExactly("null key");
    }

    @Test
    void shouldJoinStreamWithCurrentRow() {
        StoreBuilder<TimestampedKeyValueStore<String, String>> rows = store("s", Serdes.String());
        OperatorHarness inner = new OperatorHarness().with(rows).running(join(false));
        TimestampedKeyValueStore<String, String> store = inner.getStateStore("s");
        store.put("k", ValueAndTimestamp.make("row", 100));

        inner.process("k", "v", 1)
                .process("absent", "v", 2)
                .process("k", null, 3)
                .process(null, "v", 4);

        assertThat(inner.forwarded()).containsExactly("k=v|row@1");
        assertThat(inner.dropped()).hasSize(2);
    }

    @Test
    void shouldJoinStreamWithNothingOnTheLeft() {
        OperatorHarness left =
                new OperatorHarness().with(store("s", Serdes.String())).running(join(true));

        left.process("absent", "v", 2).process("k", null, 3).process(null, "v", 4);

        assertThat(left.forwarded()).containsExactly("absent=v|null@2", "null=v|null@4");
        assertThat(left.dropped()).hasSize(1);
    }

    @Test
    void shouldComputeRowsOfTablesWithoutStore() {
        OperatorHarness harness = new OperatorHarness().with(store("s", Serdes.String()));
        TimestampedKeyValueStore<String, String> store = harness.getStateStore("s");
        store.put("k", ValueAndTimestamp.make("yes", 7));
        store.put("other", ValueAndTimestamp.make("no", 8));
        TableView view = TableView.Source.ofStore("s")
                .filtered((key, value) -> value.equals("yes"), false)
                .mapped((key, value) -> value + "!")
                .views()
                .get();

        view.init(harness);

        assertThat(view.get("k")).isEqualTo(ValueAndTimestamp.make("yes!", 7));
        assertThat(view.get("other")).isNull();
        assertThat(view.isVersioned()).isFalse();
    }

    private static OperatorHarness counting(boolean sendsOldValues) {
        return new OperatorHarness()
                .with(store("s", Serdes.Long()))
                .running(StreamAggregate.supplier("s", () -> 0L, COUNT, sendsOldValues));
    }

    private static OperatorHarness aggregatingTable() {
        return new OperatorHarness()
                .with(store("s", Serdes.String()))
                .running(TableAggregate.supplier("s", () -> "0", APPEND, REMOVE, false));
    }

    private static ProcessorSupplier<?, ?, ?, ?> filter(String store, boolean sendsOldValues) {
        return TableFilter.supplier(
                (key, value) -> value.toString().startsWith("yes"), false, store, sendsOldValues, false);
    }

    private static ProcessorSupplier<?, ?, ?, ?> join(boolean left) {
        return StreamTableJoin.supplier(
                TableView.Source.ofStore("s"), null, (key, value, row) -> value + "|" + row, left);
    }

    private static <V> StoreBuilder<TimestampedKeyValueStore<String, V>> store(String name, Serde<V> values) {
        return Stores.timestampedKeyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), values);
    }
}
