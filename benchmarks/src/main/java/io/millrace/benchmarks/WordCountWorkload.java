package io.millrace.benchmarks;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.broker.EmbeddedProducer;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.record.ProducerRecord;
import io.millrace.serialization.Serdes;
import io.millrace.topology.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** W1: words of lines, 50,000 different ones, Zipf. */
final class WordCountWorkload implements Workload {

    private final long words;

    WordCountWorkload(long words) {
        this.words = words;
    }

    @Override
    public Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("lines", Consumed.with(Serdes.ByteArray(), Serdes.String()))
                .flatMapValues(WordCountWorkload::split)
                .groupBy((key, word) -> word, Grouped.with("words", Serdes.String(), Serdes.String()))
                .count()
                .toStream()
                .to("counts", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }

    private static List<String> split(String line) {
        List<String> found = new ArrayList<>();
        String lower = line.toLowerCase(Locale.ROOT);
        int start = 0;
        for (int i = 0; i <= lower.length(); i++) {
            if (i == lower.length() || lower.charAt(i) == ' ') {
                if (i > start) {
                    found.add(lower.substring(start, i));
                }
                start = i + 1;
            }
        }
        return found;
    }

    @Override
    public long load(EmbeddedBroker broker) {
        broker.createTopic("lines", PARTITIONS);
        ZipfLines lines = new ZipfLines(50_000, 42);
        try (EmbeddedProducer<byte[], String> producer =
                broker.producer(Serdes.ByteArray().serializer(), Serdes.String().serializer())) {
            for (int i = 0; lines.wordCount() < words; i++) {
                producer.send(new ProducerRecord<>("lines", i % PARTITIONS, null, lines.next()));
            }
        }
        return lines.wordCount();
    }

    @Override
    public List<String> inputs() {
        return List.of("lines", "bench-words-repartition");
    }

    @Override
    public String unit() {
        return "words";
    }
}
