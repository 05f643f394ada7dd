package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.errors.InvalidStateStoreException;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.Record;
import io.millrace.runtime.StreamsRuntime.State;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueIterator;
import io.millrace.state.KeyValueStore;
import io.millrace.state.SessionStore;
import io.millrace.state.VersionedKeyValueStore;
import io.millrace.state.WindowStore;
import io.millrace.stores.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processors that leave iterators open, and hand out their stores: with RocksDB, where a call after the close could take the process down. */
@Timeout(60)
class StoreMisuseTest {

    @TempDir
    Path directory;

    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();
    private final List<KeyValueIterator<?, ?>> leftOpen = new CopyOnWriteArrayList<>();
    private final AtomicReference<ProcessorContext<String, String>> handedOut = new AtomicReference<>();

    private final class Careless implements Processor<String, String, String, String> {

        private ProcessorContext<String, String> context;

        @Override
        public void init(ProcessorContext<String, String> given) {
            context = given;
            handedOut.set(given);
        }

        @Override
        public void process(Record<String, String> record) {
            KeyValueStore<String, String> rows = context.getStateStore("rows");
            WindowStore<String, String> windows = context.getStateStore("windows");
            rows.put(record.value(), record.value());
            windows.put(record.value(), record.value(), record.timestamp());
            KeyValueIterator<String, String> all = rows.all();
            all.next();
            leftOpen.add(all);
            leftOpen.add(rows.reverseRange("a", "z"));
            leftOpen.add(windows.all());
            context.forward(record);
        }
    }

    @AfterEach
    void closeBroker() {
        broker.close();
    }

    private StreamsRuntime start() {
        StreamsBuilder builder = new StreamsBuilder();
        Duration hour = Duration.ofHours(1);
        builder.addStateStore(
                Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore("rows"), Serdes.String(), Serdes.String()));
        builder.addStateStore(Stores.windowStoreBuilder(
                Stores.persistentWindowStore("windows", hour, hour, false), Serdes.String(), Serdes.String()));
        builder.addStateStore(Stores.sessionStoreBuilder(
                Stores.persistentSessionStore("sessions", hour), Serdes.String(), Serdes.String()));
        builder.addStateStore(Stores.versionedKeyValueStoreBuilder(
                Stores.persistentVersionedKeyValueStore("versions", hour), Serdes.String(), Serdes.String()));
        builder.<String, String>stream("in")
                .process(Careless::new, "rows", "windows", "sessions", "versions")
                .to("out");
        StreamsRuntime runtime = new StreamsRuntime(builder.build(), Words.config(directory), broker);
        runtime.start();
        return runtime;
    }

    private void runAndClose() {
        broker.createTopic("in", 1);
        broker.createTopic("out", 1);
        StreamsRuntime runtime = start();
        Words.send(broker, "in", "k", "a", "k", "b", "k", "c");
        Words.values(broker, "out", 3);
        assertThat(runtime.close(Duration.ofSeconds(20))).isTrue();
    }

    @Test
    void shouldCloseIteratorsThatWereLeftOpenTogetherWithTheTask() {
        runAndClose();

        assertThat(leftOpen).hasSize(9);
        for (KeyValueIterator<?, ?> iterator : leftOpen) {
            endOrTypedError(iterator);
            iterator.close();
        }
        try (StreamsRuntime again = start()) {
            Words.send(broker, "in", "k", "d");
            assertThat(Words.values(broker, "out", 4)).containsExactly("a", "b", "c", "d");
            assertThat(again.state()).isEqualTo(State.RUNNING);
        }
    }

    /** What was read ahead may be shown still. */
    private static void endOrTypedError(KeyValueIterator<?, ?> iterator) {
        try {
            int rows = 0;
            while (iterator.hasNext()) {
                iterator.next();
                assertThat(rows++).isLessThan(3);
            }
        } catch (InvalidStateStoreException e) {
            assertThat(e).hasMessageContaining("closed");
        }
    }

    @Test
    void shouldFailWithATypedErrorWhenAStoreIsUsedAfterItsTaskHasClosed() {
        runAndClose();
        ProcessorContext<String, String> context = handedOut.get();
        KeyValueStore<String, String> rows = context.getStateStore("rows");
        WindowStore<String, String> windows = context.getStateStore("windows");
        SessionStore<String, String> sessions = context.getStateStore("sessions");
        VersionedKeyValueStore<String, String> versions = context.getStateStore("versions");

        assertThatThrownBy(() -> rows.get("a")).isInstanceOf(InvalidStateStoreException.class);
        assertThatThrownBy(() -> rows.put("a", "1")).isInstanceOf(InvalidStateStoreException.class);
        assertThatThrownBy(rows::all).isInstanceOf(InvalidStateStoreException.class);
        assertThatThrownBy(rows::approximateNumEntries).isInstanceOf(InvalidStateStoreException.class);
        assertThatThrownBy(() -> windows.fetch("a", 0)).isInstanceOf(InvalidStateStoreException.class);
        assertThatThrownBy(windows::all).isInstanceOf(InvalidStateStoreException.class);
        assertThatThrownBy(() -> sessions.fetch("a")).isInstanceOf(InvalidStateStoreException.class);
        assertThatThrownBy(() -> versions.get("a")).isInstanceOf(InvalidStateStoreException.class);
        assertThat(rows.isOpen()).isFalse();
    }
}
