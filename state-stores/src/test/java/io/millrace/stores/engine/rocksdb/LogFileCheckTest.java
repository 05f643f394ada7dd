package io.millrace.stores.engine.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.stores.engine.EngineFactory;
import io.millrace.stores.engine.KeyValueEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileCheckTest {

    private static final EngineFactory ENGINES = RocksEngine.factory(FamilyOptions.UNCHANGED);
    private static final byte[] KEY = "key".getBytes(StandardCharsets.UTF_8);
    private static final int HEADER_BYTES = 7;
    /** The header of a record of a log that is used again, with a length that is too large: RocksDB 11.8.1 never comes back from it. */
    private static final byte[] ENDLESS = {0x12, 0x54, (byte) 0xfa, 0, (byte) 0xb0, (byte) 0xa0, 8, (byte) 0xc0, 0x74};

    @TempDir
    Path root;

    private Path directory;
    private Path manifest;
    private byte[] whole;

    @BeforeEach
    void makeDatabase() throws IOException {
        directory = root.resolve("stores");
        try (KeyValueEngine engine = open()) {
            try (var batch = engine.newBatch()) {
                batch.put(1, KEY, KEY);
                engine.write(batch);
            }
        }
        try (Stream<Path> files = Files.list(directory)) {
            manifest = files.filter(file -> file.getFileName().toString().startsWith("MANIFEST"))
                    .findFirst()
                    .orElseThrow();
        }
        whole = Files.readAllBytes(manifest);
    }

    private KeyValueEngine open() {
        return ENGINES.open(directory.toString(), List.of("a"));
    }

    private String problem() throws IOException {
        return LogFileCheck.problem(directory.toString());
    }

    @Test
    void shouldFindNothingWrongWithADatabaseOrWithNone() throws IOException {
        assertThat(problem()).isNull();
        assertThat(LogFileCheck.problem(root.resolve("none").toString())).isNull();
    }

    @Test
    void shouldFindEveryByteOfARecordThatIsWrong() throws IOException {
        int size = Byte.toUnsignedInt(whole[4]) + (Byte.toUnsignedInt(whole[5]) << 8);
        for (int i = 0; i < HEADER_BYTES + size; i++) {
            byte[] damaged = whole.clone();
            damaged[i] ^= 0x10;
            Files.write(manifest, damaged);

            boolean isLength = i == 4 || i == 5;
            assertThat(problem())
                    .as("byte %d", i)
                    .satisfiesAnyOf(
                            problem -> assertThat(problem).contains(manifest.toString()),
                            // A length that ends behind the file may be a write that was cut short.
                            problem -> assertThat(isLength).isTrue());
        }
    }

    @Test
    void shouldTakeAnEndThatIsMissingOrZeroForAWriteThatWasCutShort() throws IOException {
        for (int size = whole.length - 20; size < whole.length; size++) {
            Files.write(manifest, Arrays.copyOf(whole, size));
            assertThat(problem()).as("%d bytes", size).isNull();
        }
        Files.write(manifest, Arrays.copyOf(whole, whole.length + 5_000));
        assertThat(problem()).isNull();
    }

    @Test
    void shouldSetADatabaseAsideThatRocksDbWouldReadForEver() throws IOException {
        for (String name : List.of(manifest.getFileName().toString(), "000999.log")) {
            Path file = directory.resolve(name);
            byte[] before = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
            byte[] longer = Arrays.copyOf(before, before.length + 300);
            System.arraycopy(ENDLESS, 0, longer, before.length, ENDLESS.length);
            Files.write(file, longer);

            assertThat(ENGINES.peek(directory.toString())).isEmpty();
            try (KeyValueEngine engine = open()) {
                assertThat(engine.get(1, KEY)).isNull();
            }
        }
        assertThat(root.resolve("stores.damaged-1")).isDirectory();
        assertThat(root.resolve("stores.damaged-2")).isDirectory();
    }
}
