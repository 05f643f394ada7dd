package io.millrace.broker;

import static io.millrace.broker.CompactionFixture.C0;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.batch.BatchFormat;
import io.millrace.broker.compression.Compression;
import io.millrace.broker.disk.HeapDisk;
import io.millrace.log.Isolation;
import io.millrace.log.LogException;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.Logger;

class CompressionTest {

    private static final String LONG = "long value that repeats itself ".repeat(20);

    @ParameterizedTest
    @EnumSource(Compression.class)
    void shouldGiveBackWhatItCompressed(Compression compression) {
        byte[] bytes = new byte[100_000];
        new Random(1).nextBytes(bytes);
        java.util.Arrays.fill(bytes, 100, 70_000, (byte) 7);

        byte[] compressed = compression.compress(bytes, 10, 90_000);
        byte[] again = compression.decompress(compressed, 0, compressed.length, 5);

        assertThat(java.util.Arrays.copyOfRange(again, 5, again.length))
                .isEqualTo(java.util.Arrays.copyOfRange(bytes, 10, 90_010));
        if (compression != Compression.NONE) {
            assertThat(compressed).hasSizeLessThan(40_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "snappy", "lz4", "zstd"})
    void shouldWriteReadCompactAndRecoverCompressedBatches(String type) {
        HeapDisk disk = new HeapDisk();
        CompactionFixture fixture = new CompactionFixture(disk, "compression.type", type, "segment.bytes", "2000");
        for (int i = 0; i < 30; i++) {
            fixture.commit("k" + i % 7 + "=" + LONG + i, "k" + i % 5 + "=" + LONG + i, "k1=");
            fixture.abort("k" + i % 3 + "=" + LONG + "aborted");
        }
        int plainBytes = 30 * 3 * LONG.length();
        byte[] first = BrokerFixture.bytes(disk, "c-0/00000000000000000000.log");
        assertThat(BatchFormat.isCompressed(first, 0)).isTrue();
        assertThat(bytes(disk)).isLessThan(plainBytes);
        assertThat(fixture.lastValues()).isEqualTo(fixture.expected);
        assertThat(fixture.broker.topics().offsetForTime(C0, 1)).isPresent();
        long records = fixture.committed().size();

        fixture.roll();
        fixture.roll();
        fixture.roll();
        fixture.housekeeping();
        assertThat(fixture.committed().size()).isLessThan((int) records);
        assertThat(fixture.lastValues()).isEqualTo(fixture.expected);

        disk.releaseLocks();
        fixture.scheduler.forgetWork();
        fixture.reopen(disk);
        assertThat(fixture.lastValues()).isEqualTo(fixture.expected);
        assertThat(fixture.read(Isolation.READ_UNCOMMITTED, 0)).isNotEmpty();
    }

    private static long bytes(HeapDisk disk) {
        return disk.list("c-0").stream()
                .filter(name -> name.endsWith(".log"))
                .mapToLong(name -> BrokerFixture.bytes(disk, "c-0/" + name).length)
                .sum();
    }

    @Test
    void shouldRefuseAnUnknownCompression() {
        BrokerFixture fixture = new BrokerFixture();

        assertThatThrownBy(() -> fixture.broker.createTopic("a", 1, Map.of("compression.type", "zip")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("zstd");
    }

    /** Classes of the broker without those of the compression libraries. */
    private static URLClassLoader withoutLibraries() {
        URL[] places = Stream.of(Compression.class, LogException.class, Logger.class, Nullable.class)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .toArray(URL[]::new);
        // The platform's class loader would find the modules of this process.
        return new URLClassLoader(places, null);
    }

    @Test
    void shouldNameALibraryThatIsMissingAndDoWithoutItOtherwise() throws Exception {
        try (URLClassLoader loader = withoutLibraries()) {
            Class<?> type = loader.loadClass(Compression.class.getName());
            Map<String, String> libraries = Map.of(
                    "LZ4", "at.yawk.lz4:lz4-java",
                    "SNAPPY", "org.xerial.snappy:snappy-java",
                    "ZSTD", "com.github.luben:zstd-jni");
            for (Object compression : type.getEnumConstants()) {
                String name = ((Enum<?>) compression).name();
                var require = type.getMethod("requireAvailable");
                if (!libraries.containsKey(name)) {
                    require.invoke(compression);
                    continue;
                }
                assertThatThrownBy(() -> require.invoke(compression))
                        .isInstanceOf(InvocationTargetException.class)
                        .cause()
                        .hasMessageContaining(libraries.get(name));
            }
        }
    }
}
