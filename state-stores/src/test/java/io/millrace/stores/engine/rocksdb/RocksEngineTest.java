package io.millrace.stores.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.InvalidStateStoreException;
import io.millrace.errors.ProcessorStateException;
import io.millrace.stores.engine.EngineFactory;
import io.millrace.stores.engine.EngineIterator;
import io.millrace.stores.engine.KeyValueEngine;
import io.millrace.stores.engine.ScanOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksEngineTest {

    private static final EngineFactory ENGINES = RocksEngine.factory(FamilyOptions.UNCHANGED);

    @TempDir
    Path directory;

    private KeyValueEngine open(String... stores) {
        return ENGINES.open(directory.toString(), List.of(stores));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static void put(KeyValueEngine engine, int family, String... keys) {
        try (var batch = engine.newBatch()) {
            for (String key : keys) {
                batch.put(family, bytes(key), bytes(key + "!"));
            }
            engine.write(batch);
        }
    }

    private static List<String> keys(EngineIterator scan) {
        try (scan) {
            List<String> keys = new ArrayList<>();
            for (; scan.isValid(); scan.next()) {
                keys.add(new String(scan.key(), StandardCharsets.UTF_8));
            }
            return keys;
        }
    }

    @Test
    void shouldKeepFamiliesApartAndDataAcrossRestarts() {
        try (KeyValueEngine engine = open("a", "b")) {
            put(engine, 1, "x");
            put(engine, 2, "y");
            put(engine, KeyValueEngine.META, "m");
        }
        try (KeyValueEngine engine = open("b", "a")) {
            assertThat(engine.get(1, bytes("y"))).isEqualTo(bytes("y!"));
            assertThat(engine.get(2, bytes("x"))).isEqualTo(bytes("x!"));
            assertThat(engine.get(2, bytes("y"))).isNull();
            assertThat(engine.get(KeyValueEngine.META, bytes("m"))).isEqualTo(bytes("m!"));
        }
    }

    @Test
    void shouldKeepTheDataOfAStoreThatLeftTheTopology() {
        try (KeyValueEngine engine = open("gone", "stays")) {
            put(engine, 1, "x");
        }
        try (KeyValueEngine engine = open("stays", "new")) {
            assertThat(engine.get(1, bytes("x"))).isNull();
            assertThat(engine.get(2, bytes("x"))).isNull();
        }
        try (KeyValueEngine engine = open("gone")) {
            assertThat(engine.get(1, bytes("x"))).isEqualTo(bytes("x!"));
        }
    }

    @Test
    void shouldKeepAStoreNamedDefaultApartFromTheMetaRecords() {
        try (KeyValueEngine engine = open("default", "other")) {
            put(engine, 1, "x");
            put(engine, 2, "y");

            assertThat(engine.get(KeyValueEngine.META, bytes("x"))).isNull();
            assertThat(engine.get(1, bytes("x"))).isEqualTo(bytes("x!"));
            assertThat(engine.get(2, bytes("y"))).isEqualTo(bytes("y!"));
        }
    }

    @Test
    void shouldAskForOptionsOfStoresOnly() {
        List<String> asked = new ArrayList<>();
        RocksEngine.factory((store, options) -> asked.add(store))
                .open(directory.toString(), List.of("a", "default"))
                .close();

        assertThat(asked).containsExactly("a", "default");
    }

    @Test
    void shouldScanRangesBothWays() {
        try (KeyValueEngine engine = open("s")) {
            put(engine, 1, "a", "b", "c", "d");

            assertThat(keys(engine.scan(1, null, null, ScanOrder.ASCENDING))).containsExactly("a", "b", "c", "d");
            assertThat(keys(engine.scan(1, bytes("b"), bytes("d"), ScanOrder.ASCENDING)))
                    .containsExactly("b", "c");
            assertThat(keys(engine.scan(1, bytes("b"), bytes("d"), ScanOrder.DESCENDING)))
                    .containsExactly("c", "b");
            assertThat(keys(engine.scan(1, null, bytes("cc"), ScanOrder.DESCENDING)))
                    .containsExactly("c", "b", "a");
            assertThat(keys(engine.scan(1, bytes("c"), null, ScanOrder.DESCENDING)))
                    .containsExactly("d", "c");
            assertThat(keys(engine.scan(1, bytes("x"), null, ScanOrder.ASCENDING)))
                    .isEmpty();
        }
    }

    @Test
    void shouldScanTheDataAsItWasWhenTheScanBegan() {
        try (KeyValueEngine engine = open("s")) {
            put(engine, 1, "a", "c");
            EngineIterator scan = engine.scan(1, null, null, ScanOrder.ASCENDING);

            put(engine, 1, "b");

            assertThat(keys(scan)).containsExactly("a", "c");
        }
    }

    @Test
    void shouldDeleteRangesInTheOrderOfTheBatch() {
        try (KeyValueEngine engine = open("s")) {
            put(engine, 1, "a", "b", "c");
            try (var batch = engine.newBatch()) {
                batch.put(1, bytes("aa"), bytes("deleted"));
                batch.deleteRange(1, null, bytes("b"));
                batch.put(1, bytes("a"), bytes("again"));
                engine.write(batch);
            }

            assertThat(keys(engine.scan(1, null, null, ScanOrder.ASCENDING))).containsExactly("a", "b", "c");
            assertThat(engine.get(1, bytes("a"))).isEqualTo(bytes("again"));
        }
    }

    @Test
    void shouldSayWhatToDoWhenTheDirectoryIsInUse() {
        try (KeyValueEngine engine = open("s")) {
            put(engine, 1, "a");

            assertThatThrownBy(() -> open("s"))
                    .isInstanceOf(ProcessorStateException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("no other process");
        }
    }

    @Test
    void shouldCloseScansThatTheProgramHasLeftOpenAndTellOfWhichStores() {
        KeyValueEngine engine = open("s", "other");
        put(engine, 1, "a", "b", "c");
        put(engine, 2, "a");
        List<EngineIterator> left = List.of(
                engine.scan(1, null, null, ScanOrder.ASCENDING),
                engine.scan(1, bytes("b"), null, ScanOrder.ASCENDING),
                engine.scan(2, null, null, ScanOrder.DESCENDING));
        engine.scan(1, null, null, ScanOrder.ASCENDING).close();
        assertThat(((RocksEngine) engine).scansByStore()).isEqualTo(Map.of("s", 2L, "other", 1L));

        engine.close();

        for (EngineIterator scan : left) {
            assertThat(scan.isValid()).isFalse();
            assertThatThrownBy(scan::key).isInstanceOf(InvalidStateStoreException.class);
            assertThatThrownBy(scan::value).isInstanceOf(InvalidStateStoreException.class);
            assertThatThrownBy(scan::next).isInstanceOf(InvalidStateStoreException.class);
            scan.close();
        }
        try (KeyValueEngine again = open("s", "other")) {
            assertThat(keys(again.scan(1, null, null, ScanOrder.ASCENDING))).containsExactly("a", "b", "c");
        }
    }

    @Test
    void shouldNotLetAnyoneIntoNativeCodeAfterItsClose() {
        KeyValueEngine engine = open("s");
        put(engine, 1, "a");
        engine.close();

        assertThatThrownBy(() -> engine.get(1, bytes("a"))).isInstanceOf(InvalidStateStoreException.class);
        assertThatThrownBy(() -> engine.scan(1, null, null, ScanOrder.ASCENDING))
                .isInstanceOf(InvalidStateStoreException.class);
        assertThatThrownBy(() -> engine.approximateEntries(1)).isInstanceOf(InvalidStateStoreException.class);
        assertThatThrownBy(engine::flush).isInstanceOf(InvalidStateStoreException.class);
        engine.close();
    }
}
