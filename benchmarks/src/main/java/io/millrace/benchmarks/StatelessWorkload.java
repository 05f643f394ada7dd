package io.millrace.benchmarks;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.broker.EmbeddedProducer;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.record.ProducerRecord;
import io.millrace.serialization.Serdes;
import io.millrace.topology.Topology;
import java.util.List;

/** W5: filter and mapValues over records of about 116 bytes. */
final class StatelessWorkload implements Workload {

    private static final String PADDING = "x".repeat(84);

    private final long records;

    StatelessWorkload(long records) {
        this.records = records;
    }

    @Override
    public Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.String()))
                .filter((key, value) -> !value.endsWith("7"))
                .mapValues(value -> value + "!")
                .to("out", Produced.with(Serdes.String(), Serdes.String()));
        return builder.build();
    }

    @Override
    public long load(EmbeddedBroker broker) {
        broker.createTopic("in", PARTITIONS);
        try (EmbeddedProducer<String, String> producer =
                broker.producer(Serdes.String().serializer(), Serdes.String().serializer())) {
            for (long i = 0; i < records; i++) {
                producer.send(new ProducerRecord<>("in", key(i), PADDING + i));
            }
        }
        return records;
    }

    static String key(long number) {
        String digits = Long.toString(number);
        return "key-000000000000".substring(0, 16 - digits.length()) + digits;
    }

    @Override
    public List<String> inputs() {
        return List.of("in");
    }

    @Override
    public String unit() {
        return "records";
    }
}
