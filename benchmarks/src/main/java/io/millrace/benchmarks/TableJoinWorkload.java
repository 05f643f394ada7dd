package io.millrace.benchmarks;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.broker.EmbeddedProducer;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.GlobalKTable;
import io.millrace.dsl.Joined;
import io.millrace.dsl.KStream;
import io.millrace.dsl.KTable;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.record.ProducerRecord;
import io.millrace.serialization.Serdes;
import io.millrace.topology.Topology;
import java.util.List;
import java.util.SplittableRandom;

/** W4: a stream joined with a table of 200,000 keys, which each task has a part of or every instance has whole. Table and stream records count alike. */
final class TableJoinWorkload implements Workload {

    private static final int KEYS = 200_000;
    private static final String PADDING = "y".repeat(84);

    private final long records;
    private final TableKind kind;

    /** How the table is kept. */
    enum TableKind {
        PARTITIONED,
        GLOBAL
    }

    TableJoinWorkload(long records, TableKind kind) {
        this.records = records;
        this.kind = kind;
    }

    @Override
    public Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        KStream<String, String> stream = builder.stream("stream", Consumed.with(Serdes.String(), Serdes.String()));
        KStream<String, String> joined = kind == TableKind.PARTITIONED
                ? withTable(stream, builder.table("table", Consumed.with(Serdes.String(), Serdes.String())))
                : withGlobalTable(
                        stream, builder.globalTable("table", Consumed.with(Serdes.String(), Serdes.String())));
        joined.to("out", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    private static KStream<String, String> withTable(KStream<String, String> stream, KTable<String, String> table) {
        return stream.join(
                table,
                (left, right) -> left.length() + right,
                Joined.with(Serdes.String(), Serdes.String(), Serdes.String()));
    }

    private static KStream<String, String> withGlobalTable(
            KStream<String, String> stream, GlobalKTable<String, String> table) {
        return stream.join(table, (key, value) -> key, (left, right) -> left.length() + right);
    }

    @Override
    public long load(EmbeddedBroker broker) {
        broker.createTopic("table", PARTITIONS);
        broker.createTopic("stream", PARTITIONS);
        SplittableRandom random = new SplittableRandom(42);
        try (EmbeddedProducer<String, String> producer =
                broker.producer(Serdes.String().serializer(), Serdes.String().serializer())) {
            for (int i = 0; i < KEYS; i++) {
                producer.send(new ProducerRecord<>("table", null, 1L, StatelessWorkload.key(i), PADDING + i));
            }
            for (long i = 0; i < records; i++) {
                String key = StatelessWorkload.key(random.nextInt(KEYS));
                producer.send(new ProducerRecord<>("stream", null, 2L, key, PADDING + i));
            }
        }
        return KEYS + records;
    }

    @Override
    public List<String> inputs() {
        // Nothing is committed for the topic of a global table.
        return kind == TableKind.PARTITIONED ? List.of("table", "stream") : List.of("stream");
    }

    @Override
    public String unit() {
        return "records";
    }
}
