package io.millrace.simulation.program;

import io.millrace.dsl.Consumed;
import io.millrace.dsl.GlobalKTable;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.JoinWindows;
import io.millrace.dsl.Joined;
import io.millrace.dsl.KGroupedTable;
import io.millrace.dsl.KStream;
import io.millrace.dsl.KTable;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.Named;
import io.millrace.dsl.StreamJoined;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.dsl.TableJoined;
import io.millrace.dsl.ValueJoiner;
import io.millrace.record.KeyValue;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.stores.Stores;
import java.time.Duration;
import java.util.function.LongSupplier;

/** The joins of an {@link Assembly}, and what it does to tables. */
@SuppressWarnings("NullAway") // keys and values may be null everywhere, which the types of the DSL leave open
final class TableAssembly {

    private static final Serde<String> TEXT = Serdes.String();
    private static final ValueJoiner<String, String, String> JOINER = Functions::join;

    private final StreamsBuilder builder;
    private final Built built;
    private final LongSupplier numbers;

    TableAssembly(StreamsBuilder builder, Built built, LongSupplier numbers) {
        this.builder = builder;
        this.numbers = numbers;
        this.built = built;
    }

    Object build(Step step) {
        if (step instanceof Step.VersionedTable one) {
            return builder.table(
                    one.topic(),
                    Consumed.with(TEXT, TEXT),
                    Materialized.<String, String>as(Stores.persistentVersionedKeyValueStore(
                                    one.store(), Duration.ofMillis(one.historyMs())))
                            .withKeySerde(TEXT)
                            .withValueSerde(TEXT));
        } else if (step instanceof Step.TableJoin one) {
            return tables(one);
        } else if (step instanceof Step.StreamTableJoin one) {
            return streamWithTable(one);
        } else if (step instanceof Step.GlobalJoin one) {
            return streamWithGlobal(one);
        } else if (step instanceof Step.StreamJoin one) {
            return streams(one);
        } else if (step instanceof Step.GroupTable one) {
            return built.table(one.input())
                    .groupBy(
                            (key, value) -> new KeyValue<>(Functions.group(one.salt(), value), value),
                            Grouped.with(one.name(), TEXT, TEXT));
        } else if (step instanceof Step.TableAggregate one) {
            return aggregate(one);
        } else if (step instanceof Step.Register || step instanceof Step.Answer) {
            // Both are in the join, with which they end.
            return step;
        } else if (step instanceof Step.Resolve one) {
            return foreignKeyJoin(one);
        }
        throw new IllegalArgumentException("No topology for " + step);
    }

    private Object tables(Step.TableJoin step) {
        KTable<String, String> left = built.table(step.left());
        KTable<String, String> right = built.table(step.right());
        return switch (step.kind()) {
            case INNER -> left.join(right, JOINER);
            case LEFT -> left.leftJoin(right, JOINER);
            case OUTER -> left.outerJoin(right, JOINER);
        };
    }

    private Object streamWithTable(Step.StreamTableJoin step) {
        Joined<String, String, String> given = Joined.with(TEXT, TEXT, TEXT);
        Joined<String, String, String> joined =
                step.graceMs() < 0 ? given : given.withGracePeriod(Duration.ofMillis(step.graceMs()));
        return step.kind() == Step.JoinKind.INNER
                ? built.stream(step.left()).join(built.table(step.right()), JOINER, joined)
                : built.stream(step.left()).leftJoin(built.table(step.right()), JOINER, joined);
    }

    private Object streamWithGlobal(Step.GlobalJoin step) {
        @SuppressWarnings("unchecked") // the grammar puts a step only where its types fit
        GlobalKTable<String, String> global = (GlobalKTable<String, String>) built.get(step.right());
        KStream<String, String> joined = step.kind() == Step.JoinKind.INNER
                ? built.stream(step.left()).join(global, Functions::globalKey, JOINER)
                : built.stream(step.left()).leftJoin(global, Functions::globalKey, JOINER);
        return step.isNoted()
                ? joined.process(() -> new Lookups(step.name(), numbers), Named.as(step.name()))
                        .mapValues(value -> value, Named.as(step.name() + Lookups.OUT))
                : joined;
    }

    private Object streams(Step.StreamJoin step) {
        JoinWindows windows = JoinWindows.ofTimeDifferenceAndGrace(
                        Duration.ofMillis(step.beforeMs()), Duration.ofMillis(step.graceMs()))
                .after(Duration.ofMillis(step.afterMs()));
        StreamJoined<String, String, String> joined =
                StreamJoined.with(TEXT, TEXT, TEXT).withName(step.name()).withStoreName(step.name());
        return switch (step.kind()) {
            case INNER -> built.stream(step.left()).join(built.stream(step.right()), JOINER, windows, joined);
            case LEFT -> built.stream(step.left()).leftJoin(built.stream(step.right()), JOINER, windows, joined);
            case OUTER -> built.stream(step.left()).outerJoin(built.stream(step.right()), JOINER, windows, joined);
        };
    }

    private Object aggregate(Step.TableAggregate step) {
        @SuppressWarnings("unchecked") // the grammar puts a step only where its types fit
        KGroupedTable<String, String> grouped = (KGroupedTable<String, String>) built.get(step.input());
        return switch (step.fold()) {
            case COUNT -> grouped.count(Built.counts(step.store(), step.inMemory()));
            case REDUCE ->
                grouped.reduce(
                        (aggregate, value) -> Functions.reduce(aggregate, value),
                        (aggregate, value) -> Functions.subtract(aggregate, value),
                        Built.rows(step.store(), step.inMemory()));
            case AGGREGATE ->
                grouped.aggregate(
                        () -> "",
                        (key, value, aggregate) -> Functions.aggregate(value, aggregate),
                        (key, value, aggregate) -> Functions.subtract(aggregate, value),
                        Built.rows(step.store(), step.inMemory()));
        };
    }

    private Object foreignKeyJoin(Step.Resolve step) {
        Step.Answer answer = (Step.Answer) built.get(step.answer());
        Step.Register register = (Step.Register) built.get(answer.register());
        KTable<String, String> left = built.table(step.left());
        KTable<String, String> right = built.table(answer.right());
        TableJoined<String, String> joined =
                TableJoined.<String, String>as(register.name()).withOtherPartitioner(Built.byKey());
        return step.kind() == Step.JoinKind.INNER
                ? left.join(right, value -> Functions.foreignKey(register.salt(), value), JOINER, joined)
                : left.leftJoin(right, value -> Functions.foreignKey(register.salt(), value), JOINER, joined);
    }
}
