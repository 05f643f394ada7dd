package io.millrace.runtime;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.broker.EmbeddedProducer;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.log.CommittedOffset;
import io.millrace.log.Isolation;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.record.ProducerRecord;
import io.millrace.record.TopicPartition;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueStore;
import io.millrace.stores.Stores;
import io.millrace.topology.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** The process of {@link MemoryTest}: 100 tasks of three persistent stores each; fills them in several commits, tells what it takes, closes. */
final class ManyTasksProcess {

    static final int TASKS = 100;
    private static final List<String> STORES = List.of("a", "b", "c");
    private static final int ROUNDS = 5;
    private static final int RECORDS_PER_ROUND = 10_000;

    private ManyTasksProcess() {}

    public static void main(String[] args) throws IOException {
        Path directory = Path.of(args[0]);
        try (EmbeddedBroker broker = EmbeddedBroker.open(directory.resolve("broker"))) {
            broker.createTopic("in", TASKS);
            StreamsRuntime runtime = new StreamsRuntime(topology(), config(directory), broker);
            runtime.start();
            try (EmbeddedProducer<Long, String> producer =
                    broker.producer(Serdes.Long().serializer(), Serdes.String().serializer())) {
                for (int round = 0; round < ROUNDS; round++) {
                    for (long i = 0; i < RECORDS_PER_ROUND; i++) {
                        producer.send(new ProducerRecord<>("in", null, i, round * 1_000_000L + i, "value of " + i));
                    }
                    producer.flush();
                    awaitCommitted(broker, runtime);
                }
            }
            System.out.println("rssKb=" + rssKb());
            System.out.println("openFiles=" + openFiles());
            if (!runtime.close(Duration.ofMinutes(1))) {
                throw new IllegalStateException("The application did not close");
            }
            System.out.println("state=" + runtime.state());
        }
    }

    private static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        STORES.forEach(name -> builder.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.Long(), Serdes.String())));
        builder.stream("in", Consumed.with(Serdes.Long(), Serdes.String()))
                .process(Fill::new, STORES.toArray(String[]::new));
        return builder.build();
    }

    private static final class Fill implements Processor<Long, String, Void, Void> {

        private List<KeyValueStore<Long, String>> stores = List.of();

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            stores = STORES.stream()
                    .<KeyValueStore<Long, String>>map(context::getStateStore)
                    .toList();
        }

        @Override
        public void process(Record<Long, String> record) {
            stores.forEach(store -> store.put(record.key(), record.value()));
        }
    }

    private static Properties config(Path directory) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "many");
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve("state").toString());
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 2);
        return config;
    }

    private static void awaitCommitted(EmbeddedBroker broker, StreamsRuntime runtime) {
        List<TopicPartition> partitions = IntStream.range(0, TASKS)
                .mapToObj(i -> new TopicPartition("in", i))
                .toList();
        while (!isCommitted(broker, partitions)) {
            if (runtime.state().hasCompletedShutdown()) {
                throw new IllegalStateException("The application has stopped: " + runtime.state());
            }
            LockSupport.parkNanos(5_000_000);
        }
    }

    private static boolean isCommitted(EmbeddedBroker broker, List<TopicPartition> partitions) {
        Map<TopicPartition, CommittedOffset> committed = broker.topics().committed("many", partitions);
        return partitions.stream()
                .allMatch(partition -> committed.get(partition) != null
                        && committed.get(partition).offset()
                                >= broker.topics().endOffset(partition, Isolation.READ_UNCOMMITTED));
    }

    private static long rssKb() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static long openFiles() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }
}
