package io.millrace.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Reads the sources of all deployed modules: what only adapters may touch, and that packages form no cycles. */
class ArchitectureTest {

    private static final List<String> MODULES = List.of(
            "streams-api",
            "state-stores",
            "streams-dsl",
            "embedded-broker",
            "streams-runtime",
            "interactive-queries",
            "test-driver");

    /** Classes whose purpose it is to touch threads, clocks or files. */
    private static final Set<String> ADAPTERS = Set.of(
            "SystemClock",
            "ThreadScheduler", // time
            "FileDisk",
            "FileHandle",
            "DiskFile",
            "OpenFiles",
            "SideBySide",
            "EmbeddedBroker", // the broker's disk
            "LogCommand", // a program
            "RocksEngine",
            "Damage", // the engine's directory
            "LogFileCheck", // the same
            "LockedStateDirectory",
            "StreamsRuntime",
            "Resources",
            "StreamThread",
            "GlobalThread",
            "Lifecycle", // the runtime's threads and files
            "EmbeddedConsumer",
            "Doorbell",
            "CommitPipeline", // waiting for the broker
            "Workers", // threads that answer requests
            "TopologyTestDriver",
            "DriverTask",
            "DriverSettings",
            "StateDirectory", // a test's start time and temporary files
            "WallclockTimestampExtractor", // is there to read the clock
            "Printed",
            "Print",
            "PrintTarget"); // writes to a file that the user names

    private static final Pattern FORBIDDEN = Pattern.compile(
            "System\\.(currentTimeMillis|nanoTime)|Instant\\.now|new Thread\\(|Thread\\.sleep"
                    + "|Math\\.random|new Random\\(|ThreadLocalRandom|java\\.nio\\.file\\.|java\\.io\\.File(In|Out)putStream|RandomAccessFile");

    private static final Pattern PACKAGE = Pattern.compile("^package (io\\.millrace[\\w.]*);", Pattern.MULTILINE);
    private static final Pattern IMPORT =
            Pattern.compile("^import (?:static )?(io\\.millrace(?:\\.[a-z]\\w*)*)\\.[A-Z]", Pattern.MULTILINE);

    /** The API packages mirror Kafka Streams, whose signatures make them refer to each other: they count as one. */
    private static final Set<String> API = Set.of(
            "io.millrace.config",
            "io.millrace.errors",
            "io.millrace.log",
            "io.millrace.metrics",
            "io.millrace.processor",
            "io.millrace.query",
            "io.millrace.record",
            "io.millrace.serialization",
            "io.millrace.serialization.json",
            "io.millrace.state",
            "io.millrace.time");

    private static final int LINES_MAX = 400;

    private record Source(Path path, String text) {

        String className() {
            return path.getFileName().toString().replace(".java", "");
        }
    }

    private static List<Source> sources() {
        List<Source> sources = new ArrayList<>();
        for (String module : MODULES) {
            try (Stream<Path> files = Files.walk(Path.of("..", module, "src", "main", "java"))) {
                for (Path file : files.filter(path -> path.toString().endsWith(".java"))
                        .sorted()
                        .toList()) {
                    sources.add(new Source(file, Files.readString(file)));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return sources;
    }

    @Test
    void shouldTouchClocksThreadsAndFilesInAdaptersOnly() {
        List<String> violations = new ArrayList<>();

        for (Source source : sources()) {
            Matcher found = FORBIDDEN.matcher(withoutComments(source.text()));
            if (!ADAPTERS.contains(source.className()) && found.find()) {
                violations.add(source.path() + ": " + found.group());
            }
        }

        assertThat(violations).isEmpty();
    }

    private static String withoutComments(String text) {
        return text.replaceAll("(?s)/\\*.*?\\*/", "").replaceAll("//[^\n]*", "");
    }

    @Test
    void shouldHaveNoCycleAmongPackages() {
        Map<String, Set<String>> imports = new TreeMap<>();
        for (Source source : sources()) {
            Matcher declared = PACKAGE.matcher(source.text());
            if (!declared.find()) {
                continue;
            }
            String from = node(declared.group(1));
            Matcher imported = IMPORT.matcher(source.text());
            while (imported.find()) {
                String to = node(imported.group(1));
                if (!to.equals(from)) {
                    imports.computeIfAbsent(from, name -> new TreeSet<>()).add(to);
                }
            }
        }

        assertThat(imports).hasSizeGreaterThan(20);
        assertThat(cycles(imports)).isEmpty();
    }

    private static String node(String packageName) {
        return API.contains(packageName) ? "(api)" : packageName;
    }

    /** Packages that can be reached from themselves. */
    private static Set<String> cycles(Map<String, Set<String>> imports) {
        Set<String> cyclic = new TreeSet<>();
        for (String start : imports.keySet()) {
            Set<String> seen = new TreeSet<>();
            Deque<String> open = new ArrayDeque<>(imports.get(start));
            while (!open.isEmpty()) {
                String next = open.pop();
                if (next.equals(start)) {
                    cyclic.add(start);
                }
                if (seen.add(next)) {
                    open.addAll(imports.getOrDefault(next, Set.of()));
                }
            }
        }
        return cyclic;
    }

    @Test
    void shouldKeepClassesOfTheRuntimeSmall() {
        List<String> large = sources().stream()
                .filter(source -> source.path().toString().contains("streams-runtime"))
                .filter(source -> source.text().lines().count() > LINES_MAX)
                .map(source -> source.path() + ": " + source.text().lines().count() + " lines")
                .toList();

        assertThat(large).isEmpty();
    }
}
