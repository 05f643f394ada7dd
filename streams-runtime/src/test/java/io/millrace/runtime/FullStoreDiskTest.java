package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The disk of the state stores fills up under RocksDB: a small disk in memory, which only a process in a name space of its own sees. */
class FullStoreDiskTest {

    /** No such disk can be made here. */
    private static final int NO_DISK = 77;

    @TempDir
    Path directory;

    @Test
    @EnabledOnOs(OS.LINUX)
    void shouldRestWhileTheDiskOfTheStoresIsFullAndGoOnByItself() throws Exception {
        Path output = directory.resolve("output");
        Path disk = Files.createDirectory(directory.resolve("disk"));
        Process process = new ProcessBuilder(
                        "unshare",
                        "-rm",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o size=24m tmpfs \"$1\" || exit " + NO_DISK + "; shift; exec \"$@\"",
                        "sh",
                        disk.toString(),
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        MemoryTest.classPath(),
                        FullStoreDiskProcess.class.getName(),
                        disk.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean hasEnded = process.waitFor(2, TimeUnit.MINUTES);

            String said = Files.readString(output);
            assertThat(hasEnded).as(said).isTrue();
            assumeThat(process.exitValue() == NO_DISK || said.contains("unshare failed"))
                    .as("no disk can be mounted here: " + said)
                    .isFalse();
            assertThat(process.exitValue()).as(said).isZero();
            assertThat(said).contains("rests=true behind=true", "rows=3100", "closed=true");
        } finally {
            process.destroyForcibly();
        }
    }
}
