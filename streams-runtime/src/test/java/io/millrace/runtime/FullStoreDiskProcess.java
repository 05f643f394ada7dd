package io.millrace.runtime;

import static org.awaitility.Awaitility.await;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.log.CommittedOffset;
import io.millrace.record.Bytes;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.StreamsRuntime.State;
import io.millrace.state.KeyValueStore;
import io.millrace.stores.RocksDBConfigSetter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.rocksdb.Options;

/** The process of {@link FullStoreDiskTest}: its argument is a directory on a small disk, which it fills up while it runs, and frees again. The log is in memory. */
final class FullStoreDiskProcess {

    private static final TopicPartition IN = new TopicPartition("in", 0);
    private static final String KILOBYTE = "v".repeat(1_000);
    private static final int KEYS = 3_000;

    private FullStoreDiskProcess() {}

    /** Has RocksDB write files often. */
    public static final class SmallBuffers implements RocksDBConfigSetter {

        @Override
        public void setConfig(String storeName, Options options, Map<String, Object> configs) {
            options.setWriteBufferSize(64 << 10);
        }

        @Override
        public void close(String storeName, Options options) {}
    }

    public static void main(String[] arguments) throws Exception {
        Path disk = Path.of(arguments[0]);
        EmbeddedBroker broker = EmbeddedBroker.inMemory();
        broker.createTopic("in", 1);
        StreamsRuntime runtime = runtime(disk, broker);
        CountDownLatch rests = new CountDownLatch(1);
        CountDownLatch isFull = new CountDownLatch(1);
        runtime.setStateListener((now, before) -> {
            if (now == State.REBALANCING && isFull.getCount() == 0) {
                rests.countDown();
            }
        });
        runtime.start();
        send(broker, "first", 100);
        await().atMost(Words.PATIENCE).until(() -> committed(broker) == 100);

        Path filler = disk.resolve("filler");
        fill(filler);
        isFull.countDown();
        send(broker, "second", KEYS);
        long sent = 100 + KEYS;
        while (!rests.await(20, TimeUnit.MILLISECONDS)) {
            // Commits go on until RocksDB refuses what they give it.
            send(broker, "second", 10);
            sent += 10;
        }
        send(broker, "second", 10);
        sent += 10;
        System.out.println("rests=" + (runtime.state() == State.REBALANCING) + " behind=" + (committed(broker) < sent));

        Files.delete(filler);
        long all = sent;
        await().atMost(Duration.ofSeconds(60)).until(() -> committed(broker) == all);
        Words.awaitState(runtime, State.RUNNING);
        System.out.println("rows=" + rows(runtime));
        System.out.println("closed=" + runtime.close(Duration.ofSeconds(30)));
        broker.close();
    }

    private static StreamsRuntime runtime(Path disk, EmbeddedBroker broker) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .groupByKey()
                .reduce(
                        (before, value) -> value,
                        Materialized.<String, String, KeyValueStore<Bytes, byte[]>>as("rows"));
        Properties config = Words.config(disk.resolve("state"));
        config.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, SmallBuffers.class);
        return new StreamsRuntime(builder.build(), config, broker);
    }

    private static void send(EmbeddedBroker broker, String round, int count) {
        String[] records = new String[2 * count];
        for (int i = 0; i < count; i++) {
            records[2 * i] = round + i;
            records[2 * i + 1] = round + KILOBYTE + i;
        }
        Words.send(broker, "in", records);
    }

    private static long committed(EmbeddedBroker broker) {
        CommittedOffset offset = broker.topics().committed("app", List.of(IN)).get(IN);
        return offset == null ? 0 : offset.offset();
    }

    private static void fill(Path filler) throws IOException {
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] page = new byte[4096];
            while (true) {
                out.write(page);
            }
        } catch (IOException e) {
            System.out.println("full: " + e.getMessage());
        }
    }

    private static long rows(StreamsRuntime runtime) {
        var rows = runtime.store(
                StoreQueryParameters.fromNameAndType("rows", QueryableStoreTypes.<String, String>keyValueStore()));
        long count = 0;
        try (var all = rows.all()) {
            while (all.hasNext()) {
                var row = all.next();
                int digits = row.key.startsWith("first") ? 5 : 6;
                String expected = row.key.substring(0, digits) + KILOBYTE + row.key.substring(digits);
                if (!row.value.equals(expected)) {
                    throw new IllegalStateException("Row " + row.key + " is " + row.value);
                }
                count++;
            }
        }
        return count;
    }
}
