package io.millrace.simulation.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an application logs for whoever operates it, read from the log of a process that does everything wrong. */
class LogLinesTest {

    @TempDir
    Path directory;

    private String log() throws Exception {
        Path output = directory.resolve("output");
        Process process = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx200m",
                        "-XX:TieredStopAtLevel=1",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
                        "-cp",
                        System.getProperty("java.class.path"),
                        LogLinesProcess.class.getName(),
                        directory.resolve("state").toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean hasEnded = process.waitFor(60, TimeUnit.SECONDS);
            String said = Files.readString(output);
            assertThat(hasEnded).as(said).isTrue();
            assertThat(process.exitValue()).as(said).isZero();
            return said;
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void shouldTellMemoryAtTheStartWhatHangsInACloseAndWhatWasLeftOpen() throws Exception {
        String log = log();

        assertThat(log)
                .containsPattern(
                        "MemoryCaps - Memory of app: up to \\d+ MB = heap \\d+ MB .* \\+ RocksDB \\d+ MB for the process");
        assertThat(log)
                .contains("first close: false", "second close: true")
                .containsPattern(
                        "WARN .*app-StreamThread-1 has not ended within the 200 ms of close\\(\\).* at work on task 0_0")
                .contains("LogLinesProcess$Careless.hangsHere");
        assertThat(log).containsPattern("WARN .*The program left iterators open in .*: \\{rows=1}");
    }
}
