package io.millrace.stores.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.stores.engine.EngineBatch;
import io.millrace.stores.engine.EngineFactory;
import io.millrace.stores.engine.KeyValueEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One budget of write buffers for 200 families in 50 engines: with large blocks per family it is used up before anything is in it, and each commit flushes. */
class WriteBudgetTest {

    private static final EngineFactory ENGINES = RocksEngine.factory(FamilyOptions.UNCHANGED);
    private static final int ENGINE_COUNT = 50;
    private static final int FAMILIES = 4;
    private static final int COMMITS = 40;

    @TempDir
    Path directory;

    private final List<KeyValueEngine> engines = new ArrayList<>();

    @AfterEach
    void close() {
        engines.forEach(KeyValueEngine::abandon);
    }

    @Test
    void shouldNotFlushAtCommitsWhenThereAreManyFamilies() throws IOException {
        List<String> stores =
                IntStream.range(0, FAMILIES).mapToObj(i -> "store" + i).toList();
        for (int i = 0; i < ENGINE_COUNT; i++) {
            engines.add(ENGINES.open(directory.resolve("task" + i).toString(), stores));
        }

        for (int commit = 0; commit < COMMITS; commit++) {
            for (KeyValueEngine engine : engines) {
                write(engine, commit);
            }
        }

        // 40 commits of 50 engines have written 8 MB; the budget is 32 MB.
        assertThat(tables()).as("table files").isZero();
    }

    private static void write(KeyValueEngine engine, int commit) {
        try (EngineBatch batch = engine.newBatch()) {
            for (int family = 1; family <= FAMILIES; family++) {
                for (int key = 0; key < 10; key++) {
                    batch.put(
                            family,
                            ByteBuffer.allocate(8).putInt(commit).putInt(key).array(),
                            new byte[80]);
                }
            }
            engine.write(batch);
        }
    }

    private long tables() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".sst")).count();
        }
    }
}
