package io.millrace.runtime;

import static io.millrace.runtime.Words.awaitState;
import static io.millrace.runtime.Words.send;
import static io.millrace.runtime.Words.values;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.millrace.broker.BrokerOptions;
import io.millrace.broker.EmbeddedBroker;
import io.millrace.broker.disk.Disk;
import io.millrace.broker.disk.DiskFile;
import io.millrace.broker.disk.HeapDisk;
import io.millrace.config.StreamsConfig;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.log.BrokerUnavailableException;
import io.millrace.runtime.StreamsRuntime.State;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processing stops while nothing can be written, and goes on by itself. */
class FullDiskTest {

    private static final int RECORDS = 200;

    @TempDir
    Path directory;

    private final AtomicInteger refused = new AtomicInteger();
    private volatile String fullFor = "";
    private final EmbeddedBroker broker = EmbeddedBroker.open(disk(), BrokerOptions.inMemory());

    @AfterEach
    void close() {
        broker.close();
    }

    /** A disk on which the files of some topic cannot grow while {@link #fullFor} names it. */
    private Disk disk() {
        return proxy(Disk.class, new HeapDisk(), "");
    }

    private <T> T proxy(Class<T> type, T target, String path) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (self, method, arguments) -> {
                    if (method.getName().equals("write") && !fullFor.isEmpty() && path.contains(fullFor)) {
                        refused.incrementAndGet();
                        throw new IOException("No space left on device");
                    }
                    try {
                        Object result = method.invoke(target, arguments);
                        return result instanceof DiskFile file
                                ? proxy(DiskFile.class, file, (String) arguments[0])
                                : result;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                }));
    }

    private StreamsRuntime start() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in")
                .groupByKey()
                .count()
                .toStream()
                .mapValues((key, count) -> key + "=" + count)
                .to("out");
        Properties config = Words.config(directory);
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0L);
        StreamsRuntime runtime = new StreamsRuntime(builder.build(), config, broker);
        runtime.start();
        awaitState(runtime, State.RUNNING);
        return runtime;
    }

    private static List<String> counts(int count) {
        return IntStream.rangeClosed(1, count).mapToObj(i -> "k=" + i).toList();
    }

    private void sendTimes(int count) {
        for (int i = 0; i < count; i++) {
            send(broker, "in", "k", "v");
        }
    }

    private void shouldGoOnAfter(String fullTopic) {
        broker.createTopic("in", 1);
        broker.createTopic("out", 1);
        try (StreamsRuntime runtime = start()) {
            sendTimes(1);
            values(broker, "out", 1);

            fullFor = fullTopic;
            sendTimes(RECORDS - 1);
            await().atMost(Words.PATIENCE).until(() -> refused.get() > 2);
            assertThat(runtime.state()).isEqualTo(State.RUNNING);
            assertThat(values(broker, "out", 1)).isEqualTo(counts(1));

            fullFor = "";
            assertThat(values(broker, "out", RECORDS)).isEqualTo(counts(RECORDS));
            assertThat(runtime.state()).isEqualTo(State.RUNNING);
        }
    }

    @Test
    void shouldGoOnByItselfWhenAnOutputTopicCanGrowAgain() {
        shouldGoOnAfter("out-0");
    }

    @Test
    void shouldGoOnByItselfWhenAChangelogCanGrowAgain() {
        shouldGoOnAfter("-changelog-0");
    }

    @Test
    void shouldGoOnByItselfWhenTheCommitLogCanGrowAgain() {
        broker.createTopic("in", 1);
        broker.createTopic("out", 1);
        try (StreamsRuntime runtime = start()) {
            sendTimes(1);
            values(broker, "out", 1);

            fullFor = "commit-log";
            sendTimes(RECORDS - 1);
            await().atMost(Words.PATIENCE).until(() -> refused.get() > 2);
            assertThat(runtime.state()).isEqualTo(State.RUNNING);

            fullFor = "";
            assertThat(values(broker, "out", RECORDS)).isEqualTo(counts(RECORDS));
        }
    }

    @Test
    void shouldTellAProducerThatNothingOfItsRecordsWasKept() {
        broker.createTopic("in", 1);
        sendTimes(1);
        fullFor = "in-0";

        assertThatThrownBy(() -> sendTimes(1))
                .isInstanceOf(BrokerUnavailableException.class)
                .hasMessageContaining("in-0")
                .hasMessageContaining("No space left")
                .satisfies(e -> assertThat(((BrokerUnavailableException) e).isTemporary())
                        .isTrue());

        fullFor = "";
        sendTimes(1);
        assertThat(values(broker, "in", 2)).hasSize(2);
    }
}
