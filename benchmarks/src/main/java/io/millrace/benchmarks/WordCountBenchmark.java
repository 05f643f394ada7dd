package io.millrace.benchmarks;

import io.millrace.broker.BrokerOptions;
import io.millrace.broker.Durability;
import io.millrace.broker.EmbeddedBroker;
import io.millrace.broker.EmbeddedProducer;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.log.CommittedOffset;
import io.millrace.log.Isolation;
import io.millrace.record.ProducerRecord;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.serialization.Serdes;
import io.millrace.topology.Topology;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Word count on the embedded broker, exactly once: words per second from start() to the last commit, the input being loaded before. The counterpart of
 * workload W1 of the Kafka Streams harness.
 *
 * <p>Arguments as {@code name=value}: {@code words} (3,000,000), {@code runs} (5), {@code threads} (1), {@code durability} (OS_CACHE), {@code cache} bytes
 * (10 MB).
 */
public final class WordCountBenchmark {

    private static final int PARTITIONS = 4;

    private WordCountBenchmark() {}

    public static void main(String[] args) throws Exception {
        Properties options = new Properties();
        for (String arg : args) {
            String[] pair = arg.split("=", 2);
            options.put(pair[0], pair[1]);
        }
        int runs = Integer.parseInt(options.getProperty("runs", "5"));
        long words = Long.parseLong(options.getProperty("words", "3000000"));
        for (int run = 1; run <= runs; run++) {
            Path directory = Files.createTempDirectory("wordcount-benchmark");
            try {
                double rate = run(directory, words, options);
                System.out.printf(Locale.ROOT, "run %d: %,.0f words/s%n", run, rate);
            } finally {
                delete(directory);
            }
        }
    }

    private static double run(Path directory, long words, Properties options) {
        Durability durability = Durability.valueOf(options.getProperty("durability", "OS_CACHE"));
        try (EmbeddedBroker broker = EmbeddedBroker.open(
                directory.resolve("broker"), BrokerOptions.defaults().withDurability(durability))) {
            broker.createTopic("lines", PARTITIONS);
            long loaded = load(broker, words);
            Properties config = new Properties();
            config.put(StreamsConfig.APPLICATION_ID_CONFIG, "words");
            config.put(
                    StreamsConfig.STATE_DIR_CONFIG, directory.resolve("state").toString());
            config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, options.getProperty("threads", "1"));
            config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, options.getProperty("cache", "10485760"));
            try (StreamsRuntime runtime = new StreamsRuntime(wordCount(), config, broker)) {
                long start = System.nanoTime();
                runtime.start();
                while (!isDone(broker, "lines") || !isDone(broker, "words-words-repartition")) {
                    LockSupport.parkNanos(1_000_000);
                }
                return loaded * 1e9 / (System.nanoTime() - start);
            }
        }
    }

    private static long load(EmbeddedBroker broker, long words) {
        ZipfLines lines = new ZipfLines(50_000, 42);
        try (EmbeddedProducer<byte[], String> producer =
                broker.producer(Serdes.ByteArray().serializer(), Serdes.String().serializer())) {
            for (int i = 0; lines.wordCount() < words; i++) {
                producer.send(new ProducerRecord<>("lines", i % PARTITIONS, null, lines.next()));
            }
            producer.flush();
        }
        return lines.wordCount();
    }

    static Topology wordCount() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("lines", Consumed.with(Serdes.ByteArray(), Serdes.String()))
                .flatMapValues(WordCountBenchmark::split)
                .groupBy((key, word) -> word, Grouped.with("words", Serdes.String(), Serdes.String()))
                .count()
                .toStream()
                .to("counts", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }

    private static List<String> split(String line) {
        List<String> words = new ArrayList<>();
        String lower = line.toLowerCase(Locale.ROOT);
        int start = 0;
        for (int i = 0; i <= lower.length(); i++) {
            if (i == lower.length() || lower.charAt(i) == ' ') {
                if (i > start) {
                    words.add(lower.substring(start, i));
                }
                start = i + 1;
            }
        }
        return words;
    }

    private static boolean isDone(EmbeddedBroker broker, String topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int i = 0; i < PARTITIONS; i++) {
            partitions.add(new TopicPartition(topic, i));
        }
        Map<TopicPartition, CommittedOffset> committed = broker.topics().committed("words", partitions);
        for (TopicPartition partition : partitions) {
            CommittedOffset offset = committed.get(partition);
            if (broker.topics().endOffset(partition, Isolation.READ_UNCOMMITTED)
                    > (offset == null ? 0 : offset.offset())) {
                return false;
            }
        }
        return true;
    }

    private static void delete(Path directory) throws java.io.IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
