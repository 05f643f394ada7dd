package io.millrace.dsl.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dsl.operator.TableTableJoin.SideKind;
import io.millrace.dsl.plan.Combiner;
import io.millrace.dsl.plan.StreamStreamJoin.Bounds;
import io.millrace.serialization.Serdes;
import io.millrace.state.StoreBuilder;
import io.millrace.state.TimestampedKeyValueStore;
import io.millrace.state.ValueAndTimestamp;
import io.millrace.state.WindowStore;
import io.millrace.stores.Stores;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Expected values were observed on Kafka Streams 4.3.1. */
class JoinOperatorsTest {

    private static final Combiner PAIR = (key, left, right) -> left + "/" + right;

    @Test
    void shouldPairRecordWithAllOfTheOtherSideInItsWindow() {
        OperatorHarness join = leftSide(false, null);
        others(join).put("k", "x", 10);
        others(join).put("k", "y", 10);
        others(join).put("k", "outside", 16);

        join.process("k", "a", 5);

        assertThat(join.forwarded()).containsExactly("k=a/x@10", "k=a/y@10");
    }

    @Test
    void shouldJoinRecordWithoutKeyWithNothingInALeftJoinOnly() {
        OperatorHarness inner = leftSide(false, null);
        OperatorHarness left = leftSide(true, "unmatched");

        inner.process(null, "a", 5);
        left.process(null, "a", 5);

        assertThat(inner.dropped()).containsExactly("null key or value");
        assertThat(left.forwarded()).containsExactly("null=a/null@5");
    }

    @Test
    void shouldEmitUnmatchedRecordUnderItsOwnTimeWhenWindowAndGraceHavePassed() {
        OperatorHarness left = leftSide(true, "unmatched");

        left.wallClockAt(1000).process("k", "a", 5);
        assertThat(left.forwarded()).isEmpty();

        left.wallClockAt(2000).process("k2", "b", 12);
        assertThat(left.forwarded()).as("window of 5 and grace of 2").isEmpty();

        left.wallClockAt(3000).process("k3", "c", 13);
        assertThat(left.forwarded()).containsExactly("k=a/null@5");
    }

    @Test
    void shouldScanForUnmatchedRecordsAtMostOncePerInterval() {
        OperatorHarness left = leftSide(true, "unmatched");
        left.wallClockAt(1000).process("k", "a", 5);

        left.wallClockAt(1999).process("k2", "b", 100);
        assertThat(left.forwarded()).isEmpty();

        left.wallClockAt(2000).process("k3", "c", 101);
        assertThat(left.forwarded()).containsExactly("k=a/null@5");
    }

    @Test
    void shouldForgetTimeOfAnAbortedTransaction() {
        OperatorHarness left = leftSide(true, "unmatched");
        left.process("k", "a", 5).committed();
        left.process("k2", "b", 500).rewind();
        left.forwarded();

        left.process("k3", "c", 1);

        assertThat(left.forwarded()).as("it may still find a partner").isEmpty();
    }

    @Test
    void shouldEmitUnmatchedRecordAtOnceIfItsWindowHasPassed() {
        OperatorHarness left = leftSide(true, "unmatched");
        left.process("k", "a", 50);

        left.process("k2", "late", 10);

        assertThat(left.forwarded()).containsExactly("k2=late/null@10");
    }

    @Test
    void shouldJoinTheRowsThatEachKindOfTableJoinKeeps() {
        assertThat(joined(SideKind.INNER, "b", new Change<>("a2", "a1"))).isEqualTo("(a2/b<-a1/b)");
        assertThat(joined(SideKind.INNER, null, new Change<>("a2", "a1"))).isEmpty();
        assertThat(joined(SideKind.THIS_KEPT, null, new Change<>(null, "a1"))).isEqualTo("(null<-a1/null)");
        assertThat(joined(SideKind.THIS_KEPT, null, new Change<>(null, null))).isEmpty();
        assertThat(joined(SideKind.OTHER_KEPT, "b", new Change<>(null, "a1"))).isEqualTo("(null/b<-a1/b)");
        assertThat(joined(SideKind.OTHER_KEPT, null, new Change<>("a2", null))).isEmpty();
        assertThat(joined(SideKind.BOTH_KEPT, "b", new Change<>(null, null))).isEqualTo("(null/b<-null/b)");
        assertThat(joined(SideKind.BOTH_KEPT, null, new Change<>("a2", null))).isEqualTo("(a2/null<-null)");
    }

    @Test
    void shouldSkipOlderVersionsBehindVersionedTable() {
        OperatorHarness side = tableSide(SideKind.INNER, true);

        side.process("k", new Change<>("a", null, false), 1);

        assertThat(side.forwarded()).isEmpty();
        assertThat(side.dropped()).containsExactly("out-of-order change of a versioned table");
    }

    private static String joined(SideKind kind, String other, Change<?> change) {
        OperatorHarness side = tableSide(kind, false);
        TimestampedKeyValueStore<Object, Object> rows = side.getStateStore("other");
        rows.put("k", ValueAndTimestamp.make(other, 7L));
        side.process("k", change, 3);
        return String.join(",", side.forwarded()).replace("k=", "").replace(other == null ? "@3" : "@7", "");
    }

    private static OperatorHarness tableSide(SideKind kind, boolean skipsOlderVersions) {
        return new OperatorHarness()
                .with(Stores.timestampedKeyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("other"), Serdes.String(), Serdes.String()))
                .running(TableTableJoin.supplier(
                        TableView.Source.ofStore("other"), PAIR, kind, true, skipsOlderVersions));
    }

    private static OperatorHarness leftSide(boolean isKept, String unmatched) {
        OperatorHarness harness = new OperatorHarness().with(joinStore());
        if (unmatched != null) {
            harness.with(StreamStreamJoin.unmatchedBuilder(
                    Stores.inMemoryKeyValueStore(unmatched),
                    Serdes.String(),
                    Serdes.String(),
                    Serdes.String(),
                    Map.of()));
        }
        return harness.running(StreamStreamJoin.supplier(
                new StreamStreamJoin.Settings(true, isKept, new Bounds(5, 5, 2), PAIR, "others", unmatched)));
    }

    private static WindowStore<Object, Object> others(OperatorHarness harness) {
        return harness.getStateStore("others");
    }

    private static StoreBuilder<?> joinStore() {
        return Stores.windowStoreBuilder(
                Stores.inMemoryWindowStore("others", Duration.ofMillis(100), Duration.ofMillis(10), true),
                Serdes.String(),
                Serdes.String());
    }
}
