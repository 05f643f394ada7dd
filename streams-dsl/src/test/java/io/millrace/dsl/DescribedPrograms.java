package io.millrace.dsl;

import io.millrace.config.StreamsConfig;
import io.millrace.processor.FixedKeyProcessor;
import io.millrace.processor.Processor;
import io.millrace.record.Bytes;
import io.millrace.record.KeyValue;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueStore;
import io.millrace.stores.Stores;
import io.millrace.topology.Topology;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Programs whose descriptions are compared with those of Kafka Streams 4.3.1, which lie in {@code src/test/resources/describe}. Written with names and
 * signatures that both have, so that this file can be compiled against either after replacing its imports.
 */
final class DescribedPrograms {

    private DescribedPrograms() {}

    static Map<String, Supplier<Topology>> all() {
        Map<String, Supplier<Topology>> programs = new LinkedHashMap<>();
        add(programs, "word-count", DescribedPrograms::wordCount);
        add(programs, "word-count-named", DescribedPrograms::namedWordCount);
        add(programs, "stateless", DescribedPrograms::stateless);
        add(programs, "stateless-named", DescribedPrograms::namedStateless);
        add(programs, "branches", DescribedPrograms::branches);
        add(programs, "merge", DescribedPrograms::merge);
        add(programs, "repartition", DescribedPrograms::repartition);
        add(programs, "aggregations", DescribedPrograms::aggregations);
        add(programs, "aggregations-of-one-group", DescribedPrograms::aggregationsOfOneGroup);
        add(programs, "aggregations-of-one-named-group", DescribedPrograms::aggregationsOfOneNamedGroup);
        add(programs, "tables", DescribedPrograms::tables);
        add(programs, "tables-materialized", DescribedPrograms::materializedTables);
        add(programs, "table-groups", DescribedPrograms::tableGroups);
        add(programs, "table-groups-of-one-group", DescribedPrograms::tableGroupsOfOneGroup);
        add(programs, "to-table", DescribedPrograms::toTable);
        add(programs, "stream-table-joins", DescribedPrograms::streamTableJoins);
        add(programs, "stream-table-join-of-derived-tables", DescribedPrograms::joinsWithDerivedTables);
        add(programs, "joins-after-key-change", DescribedPrograms::joinsAfterKeyChange);
        add(programs, "global-tables", DescribedPrograms::globalTables);
        add(programs, "processors", DescribedPrograms::processors);
        add(programs, "transform-values", DescribedPrograms::transformValues);
        add(programs, "same-topic-twice", DescribedPrograms::sameTopicTwice);
        add(programs, "several-topics", DescribedPrograms::severalTopics);
        add(programs, "one-key-change-many-groups", DescribedPrograms::oneKeyChangeManyGroups);
        add(programs, "key-change-behind-merge", DescribedPrograms::keyChangeBehindMerge);
        add(programs, "value-change-before-group", DescribedPrograms::valueChangeBeforeGroup);
        add(programs, "two-key-changes", DescribedPrograms::twoKeyChanges);
        add(programs, "table-table-joins", DescribedPrograms::tableTableJoins);
        add(programs, "foreign-key-joins", DescribedPrograms::foreignKeyJoins);
        add(programs, "stream-stream-joins", DescribedPrograms::streamStreamJoins);
        add(programs, "self-joins", DescribedPrograms::selfJoins);
        add(programs, "windows", DescribedPrograms::windows);
        add(programs, "sessions", DescribedPrograms::sessions);
        add(programs, "cogroups", DescribedPrograms::cogroups);
        add(programs, "suppressed", DescribedPrograms::suppressed);
        add(programs, "versioned-tables", DescribedPrograms::versionedTables);
        return programs;
    }

    private static void add(Map<String, Supplier<Topology>> programs, String name, Consumer<StreamsBuilder> program) {
        programs.put(name, () -> build(program, null));
        Properties optimized = new Properties();
        optimized.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, StreamsConfig.OPTIMIZE);
        programs.put(name + "-optimized", () -> build(program, optimized));
    }

    private static Topology build(Consumer<StreamsBuilder> program, Properties properties) {
        StreamsBuilder builder = new StreamsBuilder();
        program.accept(builder);
        return properties == null ? builder.build() : builder.build(properties);
    }

    private static void wordCount(StreamsBuilder builder) {
        builder.<String, String>stream("lines")
                .flatMapValues(line -> Arrays.asList(line.split(" ")))
                .groupBy((key, word) -> word)
                .count()
                .toStream()
                .to("counts");
    }

    private static void namedWordCount(StreamsBuilder builder) {
        builder.stream("lines", Consumed.with(Serdes.String(), Serdes.String()).withName("read"))
                .flatMapValues(line -> Arrays.asList(line.split(" ")), Named.as("split"))
                .groupBy((key, word) -> word, Grouped.with("by-word", Serdes.String(), Serdes.String()))
                .count(Named.as("count"), Materialized.<String, Long, KeyValueStore<Bytes, byte[]>>as("counts-store"))
                .toStream(Named.as("changes"))
                .to("counts", Produced.with(Serdes.String(), Serdes.Long()).withName("write"));
    }

    private static void stateless(StreamsBuilder builder) {
        KStream<String, String> stream = builder.stream("in");
        stream.filter((k, v) -> true).filterNot((k, v) -> false).to("a");
        stream.mapValues(v -> v).mapValues((k, v) -> v).to("b");
        stream.map((k, v) -> KeyValue.pair(v, k))
                .flatMap((k, v) -> List.of(KeyValue.pair(k, v)))
                .to("c");
        stream.flatMapValues(v -> List.of(v))
                .flatMapValues((k, v) -> List.of(v))
                .selectKey((k, v) -> v)
                .to("d");
        stream.peek((k, v) -> {}).foreach((k, v) -> {});
        stream.print(Printed.<String, String>toSysOut().withLabel("x"));
    }

    private static void namedStateless(StreamsBuilder builder) {
        KStream<String, String> stream = builder.stream("in", Consumed.<String, String>as("in-source"));
        stream.filter((k, v) -> true, Named.as("f"))
                .filterNot((k, v) -> false, Named.as("fn"))
                .to("a", Produced.as("s1"));
        stream.mapValues(v -> v, Named.as("mv")).mapValues((k, v) -> v).to("b");
        stream.map((k, v) -> KeyValue.pair(v, k), Named.as("m"))
                .flatMap((k, v) -> List.of(KeyValue.pair(k, v)), Named.as("fm"))
                .to("c");
        stream.flatMapValues(v -> List.of(v), Named.as("fmv"))
                .selectKey((k, v) -> v, Named.as("sk"))
                .to("d");
        stream.peek((k, v) -> {}, Named.as("p")).foreach((k, v) -> {}, Named.as("fe"));
        stream.print(Printed.<String, String>toSysOut().withName("pr"));
        stream.mapValues(v -> v).to("e");
    }

    private static void branches(StreamsBuilder builder) {
        KStream<String, String> stream = builder.stream("in");
        Map<String, KStream<String, String>> plain = stream.split()
                .branch((k, v) -> v.isEmpty())
                .branch((k, v) -> v.length() > 3)
                .defaultBranch();
        plain.values().forEach(branch -> branch.mapValues(v -> v).to("plain"));
        Map<String, KStream<String, String>> named = stream.split(Named.as("split-"))
                .branch((k, v) -> v.isEmpty(), Branched.as("empty"))
                .branch((k, v) -> v.length() > 3, Branched.withConsumer(branch -> branch.to("long")))
                .branch((k, v) -> v.length() > 2, Branched.withFunction(branch -> branch.mapValues(v -> v), "mapped"))
                .noDefaultBranch();
        named.get("split-empty").to("empty");
        named.get("split-mapped").to("mapped");
        stream.selectKey((k, v) -> v)
                .split()
                .branch(
                        (k, v) -> true,
                        Branched.withConsumer(b -> b.groupByKey().count()))
                .defaultBranch(Branched.as("rest"))
                .values()
                .forEach(b -> b.to("rest"));
    }

    private static void merge(StreamsBuilder builder) {
        KStream<String, String> left = builder.stream("left");
        KStream<String, String> right = builder.stream("right");
        KStream<String, String> merged = left.merge(right).merge(left.filter((k, v) -> true), Named.as("again"));
        merged.groupByKey().count().toStream().to("counts");
        left.merge(left).to("self");
        left.merge(right.selectKey((k, v) -> v)).groupByKey(Grouped.as("g")).count();
    }

    private static void repartition(StreamsBuilder builder) {
        KStream<String, String> stream = builder.stream("in");
        stream.repartition().to("a");
        stream.repartition(Repartitioned.as("mine")).mapValues(v -> v).to("b");
        stream.selectKey((k, v) -> v)
                .repartition(Repartitioned.numberOfPartitions(4))
                .groupByKey()
                .count()
                .toStream()
                .to("c");
        stream.selectKey((k, v) -> v)
                .repartition(Repartitioned.<String, String>as("ends-repartition"))
                .to("d");
    }

    private static void aggregations(StreamsBuilder builder) {
        KStream<String, String> stream = builder.stream("in");
        stream.groupByKey().count().toStream().to("a");
        stream.groupByKey().count(Named.as("named-count")).toStream().to("b");
        stream.groupByKey().count(Materialized.as("count-store")).toStream().to("c");
        stream.groupByKey()
                .count(Materialized.with(Serdes.String(), Serdes.Long()))
                .toStream()
                .to("d");
        stream.groupByKey().reduce((a, b) -> b).toStream().to("e");
        stream.groupByKey()
                .reduce((a, b) -> b, Named.as("named-reduce"), Materialized.as("reduce-store"))
                .toStream()
                .to("f");
        stream.groupByKey().aggregate(() -> "", (k, v, a) -> a + v).toStream().to("g");
        stream.groupByKey()
                .aggregate(() -> "", (k, v, a) -> a + v, Materialized.with(Serdes.String(), Serdes.String()))
                .toStream()
                .to("h");
        stream.groupBy((k, v) -> v)
                .aggregate(() -> "", (k, v, a) -> a + v, Named.as("agg"), Materialized.as("agg-store"))
                .toStream()
                .to("i");
        stream.groupBy((k, v) -> v, Grouped.as("grouped"))
                .reduce((a, b) -> b)
                .toStream((k, v) -> v)
                .to("j");
        stream.groupByKey()
                .count(Materialized.as(Stores.inMemoryKeyValueStore("supplied")))
                .toStream()
                .to("k");
    }

    private static void aggregationsOfOneGroup(StreamsBuilder builder) {
        KGroupedStream<String, String> group =
                builder.<String, String>stream("in").groupBy((k, v) -> v);
        group.count().toStream().to("a");
        group.reduce((a, b) -> b, Materialized.as("r")).toStream().to("b");
        group.aggregate(() -> "", (k, v, a) -> a).toStream().to("c");
    }

    private static void aggregationsOfOneNamedGroup(StreamsBuilder builder) {
        KStream<String, String> stream = builder.stream("in");
        KGroupedStream<String, String> group = stream.groupBy((k, v) -> v, Grouped.as("shared"));
        group.count().toStream().to("a");
        stream.mapValues(v -> v).to("x");
        group.reduce((a, b) -> b, Materialized.as("r")).toStream().to("b");
        group.aggregate(() -> "", (k, v, a) -> a).toStream().to("c");
    }

    private static void tables(StreamsBuilder builder) {
        KTable<String, String> table = builder.table("in");
        table.toStream().to("a");
        table.filter((k, v) -> true)
                .mapValues(v -> v)
                .toStream(Named.as("changes"))
                .to("b");
        table.filterNot((k, v) -> true, Named.as("not"))
                .mapValues((k, v) -> v, Named.as("mapped"))
                .toStream()
                .to("c");
        builder.table("in2", Consumed.with(Serdes.String(), Serdes.String()).withName("second"))
                .toStream()
                .to("d");
        builder.table("in3", Materialized.<String, String, KeyValueStore<Bytes, byte[]>>as("third"))
                .toStream()
                .to("e");
        builder.<String, String>table("in4", Consumed.as("fourth"), Materialized.as("fourth-store"))
                .toStream()
                .to("f");
    }

    private static void materializedTables(StreamsBuilder builder) {
        KTable<String, String> table = builder.table("in");
        table.filter((k, v) -> true, Materialized.as("filtered"))
                .mapValues(v -> v, Materialized.as("mapped"))
                .toStream()
                .to("a");
        table.filter((k, v) -> true, Materialized.with(Serdes.String(), Serdes.String()))
                .mapValues(v -> v, Materialized.with(Serdes.String(), Serdes.String()))
                .toStream()
                .to("b");
        table.filterNot((k, v) -> true, Named.as("fn"), Materialized.as("not-filtered"))
                .mapValues((k, v) -> v, Named.as("mv"), Materialized.as("mapped-with-key"))
                .toStream()
                .to("c");
    }

    private static void tableGroups(StreamsBuilder builder) {
        KTable<String, String> table = builder.table("in");
        table.groupBy((k, v) -> KeyValue.pair(v, k)).count().toStream().to("a");
        table.filter((k, v) -> true)
                .groupBy((k, v) -> KeyValue.pair(v, k), Grouped.as("by-value"))
                .reduce((a, b) -> a, (a, b) -> b)
                .toStream()
                .to("b");
        table.mapValues(v -> v, Materialized.as("kept"))
                .groupBy((k, v) -> KeyValue.pair(v, k))
                .aggregate(() -> "", (k, v, a) -> a, (k, v, a) -> a, Named.as("agg"))
                .toStream()
                .to("c");
        table.groupBy((k, v) -> KeyValue.pair(v, k))
                .count(Named.as("cnt"), Materialized.as("cnt-store"))
                .toStream()
                .to("d");
        builder.<String, String>stream("s")
                .groupByKey()
                .count()
                .groupBy((k, v) -> KeyValue.pair(v, k))
                .count()
                .toStream()
                .to("e");
    }

    private static void tableGroupsOfOneGroup(StreamsBuilder builder) {
        KTable<String, String> table = builder.table("in");
        KGroupedTable<String, String> named = table.groupBy((k, v) -> KeyValue.pair(v, k), Grouped.as("shared"));
        named.count().toStream().to("a");
        named.reduce((a, b) -> a, (a, b) -> b).toStream().to("b");
        KGroupedTable<String, String> unnamed = table.groupBy((k, v) -> KeyValue.pair(v, k));
        unnamed.count().toStream().to("c");
        unnamed.reduce((a, b) -> a, (a, b) -> b, Materialized.as("red"))
                .toStream()
                .to("d");
    }

    private static void toTable(StreamsBuilder builder) {
        KStream<String, String> stream = builder.stream("in");
        stream.toTable().toStream().to("a");
        stream.toTable(Named.as("t"), Materialized.as("t-store")).toStream().to("b");
        stream.selectKey((k, v) -> v)
                .toTable()
                .filter((k, v) -> true)
                .toStream()
                .to("c");
        stream.selectKey((k, v) -> v)
                .toTable(Named.as("u"))
                .groupBy((k, v) -> KeyValue.pair(v, k))
                .count()
                .toStream()
                .to("d");
        stream.selectKey((k, v) -> v)
                .toTable(Materialized.as("v-store"))
                .toStream()
                .to("e");
    }

    private static void streamTableJoins(StreamsBuilder builder) {
        KStream<String, String> stream = builder.stream("s");
        KTable<String, String> table = builder.table("t");
        stream.join(table, (a, b) -> a + b).to("a");
        stream.leftJoin(table, (k, a, b) -> a + b).to("b");
        stream.join(table, (a, b) -> a + b, Joined.as("named-join")).to("c");
        stream.leftJoin(table, (a, b) -> a + b, Joined.with(Serdes.String(), Serdes.String(), Serdes.String()))
                .groupByKey()
                .count()
                .toStream()
                .to("d");
    }

    private static void joinsWithDerivedTables(StreamsBuilder builder) {
        KStream<String, String> stream = builder.stream("s");
        KTable<String, String> table = builder.table("t");
        stream.join(table.filter((k, v) -> true).mapValues(v -> v), (a, b) -> a + b)
                .to("a");
        stream.join(table.mapValues(v -> v, Materialized.as("m")), (a, b) -> a + b)
                .to("b");
        stream.join(builder.<String, String>stream("u").groupByKey().reduce((a, b) -> b), (a, b) -> a + b)
                .to("c");
        stream.join(builder.<String, String>stream("w").toTable(), (a, b) -> a + b)
                .to("d");
    }

    private static void joinsAfterKeyChange(StreamsBuilder builder) {
        KStream<String, String> stream = builder.<String, String>stream("s").selectKey((k, v) -> v);
        KTable<String, String> one = builder.table("one");
        KTable<String, String> two = builder.table("two");
        stream.join(one, (a, b) -> a + b).to("a");
        stream.leftJoin(two, (a, b) -> a + b).to("b");
        stream.join(two, (a, b) -> a + b, Joined.as("third")).to("c");
        stream.filter((k, v) -> true).leftJoin(one, (a, b) -> a + b).to("d");
    }

    private static void globalTables(StreamsBuilder builder) {
        GlobalKTable<String, String> first = builder.globalTable("g1");
        KStream<String, String> stream = builder.stream("s");
        GlobalKTable<String, String> second =
                builder.globalTable("g2", Consumed.as("g2-name"), Materialized.as("g2-store"));
        GlobalKTable<String, String> third = builder.globalTable("g3", Consumed.with(Serdes.String(), Serdes.String()));
        stream.join(first, (k, v) -> v, (a, b) -> a + b).to("a");
        stream.leftJoin(second, (k, v) -> v, (k, a, b) -> a + b).to("b");
        stream.leftJoin(third, (k, v) -> v, (a, b) -> a + b, Named.as("j"))
                .groupByKey()
                .count();
        stream.selectKey((k, v) -> v)
                .leftJoin(third, (k, v) -> v, (a, b) -> a + b)
                .groupByKey()
                .count();
    }

    private static void processors(StreamsBuilder builder) {
        builder.addStateStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("store"), Serdes.String(), Serdes.String()));
        KStream<String, String> stream = builder.stream("in");
        stream.process(DescribedPrograms::noop, "store").to("a");
        stream.process(DescribedPrograms::noop, Named.as("named"), "store").to("b");
        stream.processValues(DescribedPrograms::fixedNoop).to("c");
        stream.processValues(DescribedPrograms::fixedNoop, Named.as("fixed"), "store")
                .groupByKey()
                .count();
        stream.process(DescribedPrograms::noop).groupByKey().count();
    }

    private static void transformValues(StreamsBuilder builder) {
        KTable<String, String> table = builder.table("in");
        table.transformValues(DescribedPrograms::transformer).toStream().to("a");
        table.transformValues(DescribedPrograms::transformer, Materialized.as("m"), Named.as("n"))
                .toStream()
                .to("b");
        builder.<String, String>stream("s")
                .join(table.transformValues(DescribedPrograms::transformer), (a, b) -> a)
                .to("c");
    }

    private static void sameTopicTwice(StreamsBuilder builder) {
        builder.stream("in").to("a");
        builder.<String, String>stream("in").mapValues(v -> v).to("b");
        builder.stream(Pattern.compile("p.*")).to("c");
        builder.stream(Pattern.compile("p.*"), Consumed.as("second-pattern")).to("d");
    }

    private static void severalTopics(StreamsBuilder builder) {
        builder.stream(List.of("one", "two", "three", "four")).to("out");
    }

    private static void oneKeyChangeManyGroups(StreamsBuilder builder) {
        KStream<String, String> keyed = builder.<String, String>stream("in").selectKey((k, v) -> v);
        KTable<String, String> table = builder.table("t");
        keyed.groupByKey().count().toStream().to("a");
        keyed.filter((k, v) -> true).groupByKey().reduce((a, b) -> b).toStream().to("b");
        keyed.join(table, (a, b) -> a + b).to("c");
        keyed.peek((k, v) -> {}).toTable(Materialized.as("tt")).toStream().to("d");
        keyed.mapValues(v -> v).to("e");
    }

    private static void keyChangeBehindMerge(StreamsBuilder builder) {
        KStream<String, String> a = builder.<String, String>stream("a").selectKey((k, v) -> v);
        KStream<String, String> b = builder.<String, String>stream("b").map((k, v) -> KeyValue.pair(v, k));
        KStream<String, String> merged = a.merge(b);
        merged.groupByKey().count().toStream().to("x");
        merged.groupByKey().reduce((x, y) -> y).toStream().to("y");
    }

    private static void valueChangeBeforeGroup(StreamsBuilder builder) {
        KStream<String, String> keyed = builder.<String, String>stream("in").selectKey((k, v) -> v);
        keyed.mapValues(v -> v).groupByKey().count().toStream().to("a");
        keyed.groupByKey().count().toStream().to("b");
        keyed.groupByKey(Grouped.as("named")).count().toStream().to("c");
    }

    private static void twoKeyChanges(StreamsBuilder builder) {
        KStream<String, String> first = builder.<String, String>stream("in").selectKey((k, v) -> v);
        KStream<String, String> second = first.selectKey((k, v) -> k);
        first.groupByKey().count().toStream().to("a");
        second.groupByKey().count().toStream().to("b");
        second.groupByKey().reduce((a, b) -> b).toStream().to("c");
    }

    private static Processor<String, String, String, String> noop() {
        Object unlikeAnyOther = new Object();
        return record -> unlikeAnyOther.hashCode();
    }

    private static FixedKeyProcessor<String, String, String> fixedNoop() {
        Object unlikeAnyOther = new Object();
        return record -> unlikeAnyOther.hashCode();
    }

    private static ValueTransformerWithKey<String, String, String> transformer() {
        return new Identity();
    }

    private static final class Identity implements ValueTransformerWithKey<String, String, String> {

        @Override
        public void init(ValueTransformerContext context) {}

        @Override
        public String transform(String key, String value) {
            return value;
        }

        @Override
        public void close() {}
    }

    private static void tableTableJoins(StreamsBuilder builder) {
        KTable<String, String> one = builder.table("one");
        KTable<String, String> two = builder.table("two", Materialized.as("two-store"));
        one.join(two, (a, b) -> a).toStream().to("inner");
        one.leftJoin(two, (a, b) -> a, Named.as("left")).toStream().to("left-out");
        one.outerJoin(two.filter((k, v) -> true), (a, b) -> a, Materialized.as("outer-store"))
                .join(one, (a, b) -> a, Named.as("again"), Materialized.with(Serdes.String(), Serdes.String()))
                .toStream()
                .to("outer-out");
    }

    private static void foreignKeyJoins(StreamsBuilder builder) {
        KTable<String, String> one = builder.table("one");
        KTable<String, String> two = builder.table("two");
        one.join(two, v -> v, (a, b) -> a).toStream().to("inner");
        one.leftJoin(two, (k, v) -> v, (a, b) -> a, TableJoined.as("fk"), Materialized.as("fk-store"))
                .toStream()
                .to("left");
    }

    private static void streamStreamJoins(StreamsBuilder builder) {
        KStream<String, String> one = builder.stream("one");
        KStream<String, String> two = builder.stream("two");
        JoinWindows windows = JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofMillis(10));
        one.join(two, (a, b) -> a, windows).to("inner");
        one.leftJoin(two, (a, b) -> a, windows, StreamJoined.as("kept")).to("left");
        KStream<String, String> changed = one.selectKey((k, v) -> v);
        changed.outerJoin(
                        two.map((k, v) -> KeyValue.pair(v, k)),
                        (k, a, b) -> a,
                        windows,
                        StreamJoined.with(Serdes.String(), Serdes.String(), Serdes.String())
                                .withName("named"))
                .to("outer");
        changed.leftJoin(two, (a, b) -> a, JoinWindows.of(Duration.ofMillis(5))).to("eager");
    }

    private static void selfJoins(StreamsBuilder builder) {
        KStream<String, String> one = builder.stream("one");
        JoinWindows windows = JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofMillis(10));
        one.join(one, (a, b) -> a, windows).to("inner");
        one.leftJoin(builder.<String, String>stream("one"), (a, b) -> a, windows)
                .to("left");
    }

    private static void windows(StreamsBuilder builder) {
        KStream<String, String> in = builder.stream("in");
        KGroupedStream<String, String> grouped = in.groupBy((k, v) -> v);
        TimeWindows windows = TimeWindows.ofSizeWithNoGrace(Duration.ofMillis(10));
        grouped.windowedBy(windows).count().toStream((k, v) -> k.key()).to("counts");
        grouped.windowedBy(windows)
                .count(Materialized.with(Serdes.String(), Serdes.Long()))
                .toStream((k, v) -> k.key())
                .to("counts-too");
        grouped.windowedBy(windows)
                .reduce((a, b) -> b, Named.as("reduce"))
                .toStream((k, v) -> k.key())
                .to("reduced");
        in.groupByKey()
                .windowedBy(SlidingWindows.ofTimeDifferenceWithNoGrace(Duration.ofMillis(10)))
                .aggregate(() -> "", (k, v, a) -> a, Materialized.as("sliding-store"))
                .toStream((k, v) -> k.key())
                .to("slid");
    }

    private static void sessions(StreamsBuilder builder) {
        KGroupedStream<String, String> grouped =
                builder.<String, String>stream("in").groupByKey();
        SessionWindows windows = SessionWindows.ofInactivityGapWithNoGrace(Duration.ofMillis(10));
        grouped.windowedBy(windows).count().toStream((k, v) -> k.key()).to("counts");
        grouped.windowedBy(windows)
                .reduce((a, b) -> b)
                .toStream((k, v) -> k.key())
                .to("reduced");
        grouped.windowedBy(windows)
                .aggregate(() -> "", (k, v, a) -> a, (k, a, b) -> a, Named.as("sessions"))
                .toStream((k, v) -> k.key())
                .to("aggregated");
    }

    private static void cogroups(StreamsBuilder builder) {
        KGroupedStream<String, String> one =
                builder.<String, String>stream("one").groupByKey();
        KGroupedStream<String, String> two =
                builder.<String, String>stream("two").groupBy((k, v) -> v);
        CogroupedKStream<String, String> both =
                one.<String>cogroup((k, v, a) -> a).cogroup(two, (k, v, a) -> a);
        both.aggregate(() -> "").toStream().to("plain");
        both.windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMillis(10)))
                .aggregate(() -> "", Named.as("windowed"))
                .toStream((k, v) -> k.key())
                .to("windows");
        both.windowedBy(SessionWindows.ofInactivityGapWithNoGrace(Duration.ofMillis(10)))
                .aggregate(() -> "", (k, a, b) -> a, Materialized.as("session-store"))
                .toStream((k, v) -> k.key())
                .to("sessions");
    }

    private static void suppressed(StreamsBuilder builder) {
        builder.<String, String>stream("in")
                .groupByKey()
                .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofMillis(10)))
                .count()
                .mapValues(v -> v + 1)
                .suppress(Suppressed.untilWindowCloses(Suppressed.BufferConfig.unbounded()))
                .toStream((k, v) -> k.key())
                .to("final");
        builder.<String, String>table("table")
                .suppress(
                        Suppressed.<String>untilTimeLimit(Duration.ofMillis(5), Suppressed.BufferConfig.maxRecords(10))
                                .withName("limited"))
                .leftJoin(builder.<String, String>table("other"), (a, b) -> a)
                .toStream()
                .to("less");
    }

    private static void versionedTables(StreamsBuilder builder) {
        KTable<String, String> table = builder.table(
                "table", Materialized.as(Stores.persistentVersionedKeyValueStore("versions", Duration.ofMillis(100))));
        builder.<String, String>stream("in")
                .join(
                        table,
                        (a, b) -> a,
                        Joined.with(
                                Serdes.String(), Serdes.String(), Serdes.String(), "waiting", Duration.ofMillis(10)))
                .to("joined");
        table.filter((k, v) -> true).toStream().to("filtered");
    }
}
