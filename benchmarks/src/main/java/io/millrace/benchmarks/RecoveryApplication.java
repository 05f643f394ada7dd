package io.millrace.benchmarks;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.broker.EmbeddedProducer;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.record.ProducerRecord;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.serialization.Serdes;
import io.millrace.topology.Topology;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** The process that {@link RecoveryTime} kills: counts records by key, with defaults throughout, from a broker in its directory. Feeds itself until it is killed. */
final class RecoveryApplication {

    /** Beginnings of the lines that it prints. */
    static final String LOADED = "LOADED";

    static final String FIRST_RECORD = "FIRST-RECORD";
    static final String WORKED = "WORKED";

    private static final int PARTITIONS = 4;
    private static final long WORK_RECORDS = 1_000_000;
    /** How far the feed is ahead of the counts at most. */
    private static final long AHEAD = 200_000;

    private static final AtomicLong PROCESSED = new AtomicLong();
    private static volatile long firstNanos;

    private RecoveryApplication() {}

    /** What a child is started for. */
    enum Mode {
        LOAD,
        RECOVER
    }

    public static void main(String[] args) throws InterruptedException {
        long mainNanos = System.nanoTime();
        Path directory = Path.of(args[1]);
        long keys = Long.parseLong(args[2]);
        EmbeddedBroker broker = EmbeddedBroker.open(directory.resolve("broker"));
        long brokerNanos = System.nanoTime();
        broker.createTopic("events", PARTITIONS);
        StreamsRuntime runtime = new StreamsRuntime(topology(), config(directory), broker);
        runtime.start();
        long startedNanos = System.nanoTime();
        try (EmbeddedProducer<Long, Long> producer =
                broker.producer(Serdes.Long().serializer(), Serdes.Long().serializer())) {
            Feed feed = new Feed(producer, keys);
            if (Mode.valueOf(args[0]) == Mode.LOAD) {
                feed.load();
                System.out.println(LOADED);
            } else {
                feed.updates(1);
                while (firstNanos == 0) {
                    LockSupport.parkNanos(200_000);
                }
                System.out.println(FIRST_RECORD + " " + phases(mainNanos, brokerNanos, startedNanos, firstNanos));
                feed.updates(WORK_RECORDS);
                System.out.println(WORKED);
            }
            feed.updates(Long.MAX_VALUE);
        }
    }

    private static String phases(long main, long broker, long started, long first) {
        return String.format(
                Locale.ROOT,
                "broker %d ms, start() %d ms, tasks %d ms; processor time since the start of the process %d ms",
                (broker - main) / 1_000_000,
                (started - broker) / 1_000_000,
                (first - started) / 1_000_000,
                ProcessHandle.current()
                        .info()
                        .totalCpuDuration()
                        .map(Duration::toMillis)
                        .orElse(-1L));
    }

    private static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("events", Consumed.with(Serdes.Long(), Serdes.Long()))
                .peek((key, value) -> processed())
                .groupByKey(Grouped.with(Serdes.Long(), Serdes.Long()))
                .count(Materialized.as("counts"))
                .toStream()
                .to("counts", Produced.with(Serdes.Long(), Serdes.Long()));
        return builder.build();
    }

    private static void processed() {
        if (PROCESSED.getAndIncrement() == 0) {
            firstNanos = System.nanoTime();
        }
    }

    private static Properties config(Path directory) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "recovery");
        config.put(StreamsConfig.STATE_DIR_CONFIG, directory.resolve("state").toString());
        return config;
    }

    /** Writes input at the pace at which it is processed. */
    private static final class Feed {

        private final EmbeddedProducer<Long, Long> producer;
        private final long keys;
        private final SplittableRandom random = new SplittableRandom(42);
        private long written;

        Feed(EmbeddedProducer<Long, Long> producer, long keys) {
            this.producer = producer;
            this.keys = keys;
        }

        /** One record of each key, and waits until they are counted. */
        void load() throws InterruptedException {
            for (long key = 0; key < keys; key++) {
                write(key);
            }
            producer.flush();
            while (PROCESSED.get() < written) {
                Thread.sleep(5);
            }
        }

        void updates(long records) throws InterruptedException {
            for (long i = 0; i < records; i++) {
                write(random.nextLong(keys));
                if (i == 0) {
                    producer.flush();
                }
            }
        }

        private void write(long key) throws InterruptedException {
            producer.send(new ProducerRecord<>("events", null, written, key, key));
            written++;
            while (written - PROCESSED.get() > AHEAD) {
                Thread.sleep(1);
            }
        }
    }
}
