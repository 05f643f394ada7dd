package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.StreamsConfig;
import io.millrace.runtime.settings.RuntimeSettings;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class MemoryTest {

    /** Less than the sum of the bounds, 480 MB, since 50,000 small records fill neither heap nor caches. */
    private static final long RSS_KB_MAX = 400 << 10;

    @TempDir
    Path directory;

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldRunAHundredTasksInASmallHeapWithFewFiles() throws Exception {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n 1024; exec \"$0\" \"$@\"",
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        classPath(),
                        ManyTasksProcess.class.getName(),
                        directory.resolve("data").toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean hasEnded = process.waitFor(3, TimeUnit.MINUTES);

            String said = Files.readString(output, StandardCharsets.UTF_8);
            assertThat(hasEnded).as(said).isTrue();
            assertThat(process.exitValue()).as(said).isZero();
            assertThat(said).contains("state=NOT_RUNNING").doesNotContain("Too many open files");
            assertThat(number(said, "rssKb")).isBetween(1L, RSS_KB_MAX);
            assertThat(number(said, "openFiles")).isBetween(1L, 1_024L);
        } finally {
            process.destroyForcibly();
        }
    }

    private static long number(String said, String name) {
        return said.lines()
                .filter(line -> line.startsWith(name + "="))
                .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
                .findFirst()
                .orElseThrow();
    }

    /** This test may run on a module path, with its classes patched into a module. */
    static String classPath() {
        return String.join(
                File.pathSeparator,
                Stream.of("jdk.module.path", "java.class.path")
                        .map(name -> System.getProperty(name, ""))
                        .filter(path -> !path.isEmpty())
                        .reduce(
                                "target/test-classes" + File.pathSeparator + "target/classes",
                                (all, path) -> all + File.pathSeparator + path)
                        .split(File.pathSeparator));
    }

    @Test
    void shouldTellTheSumOfWhatItMayTakeBesideWhatThereIs() {
        RuntimeSettings settings = new RuntimeSettings(new StreamsConfig(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG,
                "app",
                StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
                3L << 20)));

        String line = MemoryCaps.describe(settings, 200L << 20, java.util.OptionalLong.of(512L << 20));

        assertThat(List.of(line))
                .first()
                .asString()
                .contains("up to 424 MB = heap 200 MB", "record caches 3,", "RocksDB 64 MB", "container has 512 MB");
    }
}
