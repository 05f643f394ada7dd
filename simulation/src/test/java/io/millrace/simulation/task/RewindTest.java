package io.millrace.simulation.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.StreamsConfig;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.errors.LogAndContinueProcessingExceptionHandler;
import io.millrace.processor.Processor;
import io.millrace.processor.Record;
import io.millrace.runtime.task.StreamTask;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A task that rewinds is what it was at its last commit, in everything that can be reached from it. */
class RewindTest {

    private static final List<String> TOPICS = List.of("left", "right", "table", "other", "versioned", "rows");
    private static final int ROUNDS = 6;

    @TempDir
    Path directory;

    private static Properties config(int cacheBytes, boolean skips) {
        Properties config = ManyOperators.config();
        config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, cacheBytes);
        if (skips) {
            config.put(
                    StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                    LogAndContinueProcessingExceptionHandler.class);
        }
        return config;
    }

    private static void feed(TaskBench bench, SplittableRandom random, int round) {
        for (int i = 0; i < 40; i++) {
            String topic = TOPICS.get(random.nextInt(TOPICS.size()));
            boolean isTable = topic.equals("table") || topic.equals("other") || topic.equals("versioned");
            String value = isTable && random.nextInt(5) == 0 ? null : "abcdefghij".substring(random.nextInt(9));
            long timestampMs = 1_000 + 300L * round + 8 * i + random.nextInt(60);
            bench.send(topic, timestampMs, "k" + random.nextInt(5), value);
        }
        // Nobody is without work in any round.
        TOPICS.forEach(topic -> bench.send(topic, 1_300 + 300L * round, "k0", "abcd"));
        bench.flush();
    }

    /** Lines of one and not of the other. */
    private static List<String> differences(SortedMap<String, String> before, SortedMap<String, String> after) {
        TreeSet<String> paths = new TreeSet<>(before.keySet());
        paths.addAll(after.keySet());
        List<String> differences = new ArrayList<>();
        for (String path : paths) {
            String was = before.get(path);
            String is = after.get(path);
            if (was == null || !was.equals(is)) {
                differences.add(path + ": was " + was + ", is " + is);
            }
        }
        return differences;
    }

    /** How far a commit gets before the task rewinds. */
    private static void beginCommit(StreamTask task, int round) {
        if (round % 3 > 0) {
            task.flushCaches();
        }
        if (round % 3 > 1) {
            task.seal();
            task.appendChangelogs();
        }
    }

    @ParameterizedTest
    @CsvSource({"0, false", "100000, false", "2000, true", "0, true"})
    void shouldBeWhatItWasAtTheLastCommitAfterARewind(int cacheBytes, boolean skips) {
        Properties config = config(cacheBytes, skips);
        try (TaskBench bench = new TaskBench(ManyOperators.topology(config), config, TOPICS, directory)) {
            SplittableRandom random = new SplittableRandom(cacheBytes + 1);
            for (int round = 0; round < ROUNDS; round++) {
                feed(bench, random, round);
                bench.advanceMs(20);
                for (StreamTask task : bench.tasks()) {
                    SortedMap<String, String> committed = TaskPhoto.of(task);
                    int records = bench.work(task);
                    beginCommit(task, round);
                    assertThat(records).as("records of %s", task.id()).isPositive();
                    assertThat(differences(committed, TaskPhoto.of(task))).isNotEmpty();

                    bench.rewind(task);

                    assertThat(differences(committed, TaskPhoto.of(task)))
                            .as("what task %s has kept in round %d", task.id(), round)
                            .isEmpty();
                    assertThat(bench.work(task)).isEqualTo(records);
                    bench.commit(task);
                }
            }
        }
    }

    @Test
    void shouldReachEveryKindOfStateThatATaskHas() {
        Properties config = config(100_000, true);
        try (TaskBench bench = new TaskBench(ManyOperators.topology(config), config, TOPICS, directory)) {
            Set<String> kinds = new TreeSet<>();
            for (StreamTask task : bench.tasks()) {
                TaskPhoto.of(task).forEach((path, kind) -> {
                    if (path.endsWith(" is")) {
                        kinds.add(kind.substring(kind.lastIndexOf('.') + 1));
                    }
                });
            }

            assertThat(kinds)
                    .contains(
                            "ClosedWindows",
                            "CommittedPositions",
                            "HeldBackCommits",
                            "IdleRule",
                            "LruBound",
                            "ObservedTime",
                            "OutlivedRetention",
                            "PartitionQueue",
                            "PunctuationSchedule",
                            "PutLog",
                            "RecordCacheBudget",
                            "StreamProgress",
                            "SuppressBuffer",
                            "Table",
                            "TaskOutput",
                            "TaskViews",
                            "Timer",
                            "UndoLog",
                            "UnmatchedRows",
                            "WaitingRows");
        }
    }

    /** Counts in a field that nobody puts back. */
    private static final class Forgetful implements Processor<String, String, String, String> {

        private int seen;

        @Override
        public void process(Record<String, String> record) {
            seen++;
        }

        int seen() {
            return seen;
        }
    }

    @Test
    void shouldFindAPieceOfStateThatIsNotPutBack() {
        Properties config = config(0, false);
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("left").process(Forgetful::new);
        try (TaskBench bench = new TaskBench(builder.build(config), config, List.of("left"), directory)) {
            StreamTask task = bench.tasks().get(0);
            SortedMap<String, String> committed = TaskPhoto.of(task);
            bench.send("left", 1_000, "k", "v");
            bench.flush();
            bench.work(task);

            bench.rewind(task);

            assertThat(differences(committed, TaskPhoto.of(task)))
                    .singleElement()
                    .asString()
                    .endsWith(".seen: was 0, is 1");
        }
    }
}
