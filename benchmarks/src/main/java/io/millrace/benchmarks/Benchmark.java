package io.millrace.benchmarks;

import io.millrace.benchmarks.TableJoinWorkload.TableKind;
import io.millrace.broker.BrokerOptions;
import io.millrace.broker.Durability;
import io.millrace.broker.EmbeddedBroker;
import io.millrace.config.StreamsConfig;
import io.millrace.log.CommittedOffset;
import io.millrace.log.Isolation;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.StreamsRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

/**
 * A workload on the embedded broker: units per second from start() to the last commit, the input being loaded before.
 *
 * <p>Arguments: the workload ({@code wordcount}, {@code stateless}, {@code tablejoin}, {@code globaljoin}), then {@code name=value}: {@code n} units, {@code runs} (5),
 * {@code threads} (1), {@code durability} ({@code OS_CACHE} or {@code FSYNC}), {@code cache} bytes (10 MB), {@code readcache} bytes (16 MB), {@code guarantee} (exactly_once_v2).
 */
public final class Benchmark {

    private Benchmark() {}

    public static void main(String[] args) throws IOException {
        Properties options = new Properties();
        for (int i = 1; i < args.length; i++) {
            String[] pair = args[i].split("=", 2);
            options.put(pair[0], pair[1]);
        }
        Workload workload = workload(args[0], options);
        int runs = Integer.parseInt(options.getProperty("runs", "5"));
        for (int run = 1; run <= runs; run++) {
            Path directory = Files.createTempDirectory("millrace-benchmark");
            try {
                System.out.printf(
                        Locale.ROOT,
                        "%s run %d: %,.0f %s/s%n",
                        args[0],
                        run,
                        run(directory, workload, options),
                        workload.unit());
            } finally {
                Directories.delete(directory);
            }
        }
    }

    private static Workload workload(String name, Properties options) {
        return switch (name) {
            case "wordcount" -> new WordCountWorkload(Long.parseLong(options.getProperty("n", "3000000")));
            case "stateless" -> new StatelessWorkload(Long.parseLong(options.getProperty("n", "2000000")));
            case "tablejoin" ->
                new TableJoinWorkload(Long.parseLong(options.getProperty("n", "1000000")), TableKind.PARTITIONED);
            case "globaljoin" ->
                new TableJoinWorkload(Long.parseLong(options.getProperty("n", "1000000")), TableKind.GLOBAL);
            default -> throw new IllegalArgumentException("There is no workload '" + name + "'");
        };
    }

    private static double run(Path directory, Workload workload, Properties options) {
        Durability durability = Durability.valueOf(options.getProperty("durability", "OS_CACHE"));
        try (EmbeddedBroker broker = EmbeddedBroker.open(
                directory.resolve("broker"), BrokerOptions.defaults().withDurability(durability))) {
            long loaded = workload.load(broker);
            Properties config = new Properties();
            config.put(StreamsConfig.APPLICATION_ID_CONFIG, "bench");
            config.put(
                    StreamsConfig.STATE_DIR_CONFIG, directory.resolve("state").toString());
            config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, options.getProperty("threads", "1"));
            config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, options.getProperty("cache", "10485760"));
            config.put(
                    StreamsConfig.STATESTORE_READ_CACHE_MAX_BYTES_CONFIG, options.getProperty("readcache", "16777216"));
            config.put(
                    StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                    options.getProperty("guarantee", StreamsConfig.EXACTLY_ONCE_V2));
            try (StreamsRuntime runtime = new StreamsRuntime(workload.topology(), config, broker)) {
                long start = System.nanoTime();
                runtime.start();
                while (!workload.inputs().stream().allMatch(topic -> isDone(broker, topic))) {
                    LockSupport.parkNanos(1_000_000);
                }
                return loaded * 1e9 / (System.nanoTime() - start);
            }
        }
    }

    private static boolean isDone(EmbeddedBroker broker, String topic) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (int i = 0; i < Workload.PARTITIONS; i++) {
            partitions.add(new TopicPartition(topic, i));
        }
        Map<TopicPartition, CommittedOffset> committed = broker.topics().committed("bench", partitions);
        for (TopicPartition partition : partitions) {
            CommittedOffset offset = committed.get(partition);
            if (broker.topics().endOffset(partition, Isolation.READ_UNCOMMITTED)
                    > (offset == null ? 0 : offset.offset())) {
                return false;
            }
        }
        return true;
    }
}
