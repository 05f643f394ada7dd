package io.millrace.examples.wordcount;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.config.StreamsConfig;
import io.millrace.config.TopicConfig;
import io.millrace.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import io.millrace.examples.launch.Backlog;
import io.millrace.examples.launch.Reasons;
import io.millrace.examples.launch.Refusal;
import io.millrace.examples.launch.TopicReader;
import io.millrace.log.TopicDescription;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.time.Clock;
import io.millrace.topology.Topology;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One run: feeds texts to the topology, waits until everything is counted, and gathers the counts. Confined to one thread; the topology
 * runs on threads of its own.
 */
final class CountingRun {

    static final String APPLICATION_ID = "wordcount";
    private static final String REPARTITION = APPLICATION_ID + "-" + WordCount.GROUPING + "-repartition";

    private static final int PARTITIONS_MIN = 4;
    private static final String LINES_SEGMENT_BYTES = Integer.toString(16 << 20);
    /** How long to wait for another count before asking again whether all is done. */
    private static final long QUIET_MS = 5;

    private final Topology topology;
    private final EmbeddedBroker broker;
    private final Path stateDirectory;
    private final int threads;
    private final Clock clock;
    private final ProgressLine progress;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    /** @param topology what {@link WordCount#topology()} makes, or something with the same topics */
    CountingRun(
            Topology topology,
            EmbeddedBroker broker,
            Path stateDirectory,
            int threads,
            Clock clock,
            ProgressLine progress) {
        this.topology = topology;
        this.broker = broker;
        this.stateDirectory = stateDirectory;
        this.threads = threads;
        this.clock = clock;
        this.progress = progress;
    }

    /** Whether a text is read from where earlier runs left it, or always from its start. */
    enum Reading {
        RESUMED,
        ANEW
    }

    /**
     * Counts the words of the texts on top of what is counted already.
     *
     * @return the counts of all words so far
     * @throws Refusal if a text is not what was read before; nothing was counted then
     * @throws IllegalStateException if the topology failed; what it had committed stays
     */
    CountTable count(List<TextInput> texts, Reading reading) throws Refusal, IOException {
        createTopics();
        try (Backlog backlog = new Backlog(broker, APPLICATION_ID, List.of(WordCount.LINES, REPARTITION));
                Feeding feeding = new Feeding(backlog)) {
            List<TextInput> inputs = reading == Reading.RESUMED ? resumed(texts) : texts;
            StreamsConfig config = new StreamsConfig(Map.of(
                    StreamsConfig.APPLICATION_ID_CONFIG, APPLICATION_ID,
                    StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString(),
                    StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads));
            try (StreamsRuntime runtime = new StreamsRuntime(topology, config, broker)) {
                runtime.setUncaughtExceptionHandler(e -> {
                    failure.compareAndSet(null, e);
                    return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
                });
                runtime.start();
                feeding.feed(inputs);
                CountTable counts = gather(runtime, backlog, feeding);
                if (reading == Reading.RESUMED) {
                    backlog.deleteProcessed(WordCount.LINES);
                }
                return counts;
            }
        } finally {
            progress.clear();
        }
    }

    /** An existing data directory keeps the partitions that it has: a word must stay where it is counted. */
    private void createTopics() {
        Optional<TopicDescription> lines = broker.topics().describe(WordCount.LINES);
        int partitions = lines.map(TopicDescription::partitionCount).orElse(Math.max(PARTITIONS_MIN, threads));
        // Lines must not expire before they are counted, which may be long after a run that was killed. They are
        // deleted once they are counted, by whole segments.
        broker.createTopic(
                WordCount.LINES,
                partitions,
                Map.of(TopicConfig.RETENTION_MS_CONFIG, "-1", TopicConfig.SEGMENT_BYTES_CONFIG, LINES_SEGMENT_BYTES));
        broker.createTopic(
                WordCount.COUNTS,
                partitions,
                Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT));
        PositionTopic.create(broker);
    }

    /** Each text once, behind what is committed of it. */
    private List<TextInput> resumed(List<TextInput> texts) throws Refusal {
        Map<String, Position> positions = PositionTopic.read(broker);
        Set<String> seen = new HashSet<>();
        List<TextInput> inputs = new ArrayList<>();
        for (TextInput text : texts) {
            Optional<String> path = text.canonicalPath();
            if (path.isPresent()) {
                if (!seen.add(path.get())) {
                    continue;
                }
                text.resume(path.get(), positions.getOrDefault(path.get(), Position.START));
            }
            inputs.add(text);
        }
        return inputs;
    }

    /** Reads counts while they are made, until there is nothing left to count. */
    private CountTable gather(StreamsRuntime runtime, Backlog backlog, Feeding feeding) {
        CountTable table = new CountTable();
        try (TopicReader counts = TopicReader.open(broker, WordCount.COUNTS)) {
            do {
                counts.read(QUIET_MS, table::add);
                feeding.look();
                if (!runtime.state().isRunningOrRebalancing()) {
                    feeding.look();
                    throw new IllegalStateException("counting ended early: the application is " + runtime.state());
                }
            } while (!backlog.isEmpty());
            counts.readToEnd(table::add);
        }
        return table;
    }

    /** The feeding of one run, and a look at how the run is doing. */
    private final class Feeding implements AutoCloseable {

        private final Backlog backlog;
        private final LineFeed feed;
        private long totalBytes;

        Feeding(Backlog backlog) {
            this.backlog = backlog;
            this.feed = LineFeed.open(broker, clock, WordCount.LINES, this::look);
        }

        void feed(List<TextInput> inputs) throws IOException {
            totalBytes = inputs.stream().mapToLong(TextInput::remainingBytes).sum();
            for (TextInput input : inputs) {
                feed.feed(input);
            }
            feed.commit();
            totalBytes = 0;
        }

        /**
         * Shows progress if it is due.
         *
         * @throws IllegalStateException if the topology has failed
         */
        void look() {
            Throwable cause = failure.get();
            if (cause != null) {
                throw new IllegalStateException("counting failed: " + Reasons.of(cause), cause);
            }
            if (progress.isDue()) {
                long lines = feed.lines();
                long done = Math.max(0, lines - backlog.offsetsBehind(WordCount.LINES));
                boolean estimated = totalBytes > feed.bytes();
                progress.show(done, estimated ? lines * totalBytes / Math.max(1, feed.bytes()) : lines, estimated);
            }
        }

        @Override
        public void close() {
            feed.close();
        }
    }
}
