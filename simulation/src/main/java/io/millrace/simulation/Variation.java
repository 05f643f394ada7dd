package io.millrace.simulation;

import io.millrace.config.StreamsConfig;
import io.millrace.errors.LogAndContinueProcessingExceptionHandler;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.time.Randomness;
import java.util.Map;
import java.util.Properties;

/**
 * What may surround any program. Drawn apart from it, so that a seed has the same program with and without. Immutable.
 *
 * @param standbys copies of each task
 * @param isStatic whether threads keep their place in the group when they come again
 * @param failingSalt of a step that throws now and then; -1 for none
 * @param deleteRetentionMs for how long a compaction, which runs all the time, leaves tombstones; -1 if none runs
 * @param heldBackCommits so many go to the engine at once
 * @param lateSalt of sources some of whose records have no time of their own; -1 for none
 * @param trouble what happens to it
 */
record Variation(
        int standbys,
        boolean isStatic,
        int failingSalt,
        long deleteRetentionMs,
        long heldBackCommits,
        int lateSalt,
        Trouble trouble) {

    private static final long USUAL_HELD_BACK = 8;

    /** Nothing of it. */
    static final Variation NONE = new Variation(0, false, -1, -1, USUAL_HELD_BACK, -1, Trouble.USUAL);

    /** Where records go that fail. */
    static final String DEAD_LETTERS = "dead-letters";

    private static final long TIDY_MS = 40;
    private static final long NEVER_MS = 8_640_000_000L;
    private static final long PROBING_MS = 60_000;

    static Variation draw(Randomness random) {
        int standbys = random.nextInt(4) == 0 ? 1 + random.nextInt(2) : 0;
        boolean isStatic = random.nextInt(6) == 0;
        boolean isTidied = random.nextInt(3) == 0;
        int failingSalt = random.nextInt(4) == 0 ? random.nextInt(100) : -1;
        long deleteRetentionMs = random.nextInt(2) * 100L;
        long heldBack = random.nextInt(2) == 0 ? 1 : USUAL_HELD_BACK;
        int lateSalt = random.nextInt(3) == 0 ? random.nextInt(100) : -1;
        Trouble trouble = Trouble.draw(random);
        return new Variation(
                standbys,
                isStatic,
                failingSalt,
                isTidied || trouble.needsCompaction() ? deleteRetentionMs : -1,
                heldBack,
                lateSalt,
                trouble);
    }

    /** The same without what may not be. */
    Variation only(boolean mayFail, boolean mayBeTidied) {
        return new Variation(
                standbys,
                isStatic,
                mayFail ? failingSalt : -1,
                mayBeTidied ? deleteRetentionMs : -1,
                heldBackCommits,
                lateSalt,
                trouble);
    }

    /** Whether the broker compacts all the time; else never. */
    boolean isTidied() {
        return deleteRetentionMs >= 0;
    }

    boolean fails() {
        return failingSalt >= 0;
    }

    /** How many instances it takes at least. */
    int instancesMin() {
        return standbys > 0 || trouble.isRestless() ? 2 : 1;
    }

    long housekeepingMs() {
        return isTidied() ? TIDY_MS : NEVER_MS;
    }

    /** Settings of all topics. */
    Map<String, String> topicDefaults() {
        return isTidied()
                ? Map.of(
                        "min.cleanable.dirty.ratio",
                        "0.01",
                        "delete.retention.ms",
                        Long.toString(deleteRetentionMs),
                        "segment.ms",
                        "50")
                : Map.of();
    }

    /** Adds what an instance has to know. */
    void configure(Properties config, int instance) {
        config.put(RuntimeSettings.HELD_BACK_COMMITS, heldBackCommits);
        config.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbys);
        if (standbys > 0) {
            config.put(StreamsConfig.ACCEPTABLE_RECOVERY_LAG_CONFIG, 0L);
            config.put(StreamsConfig.PROBING_REBALANCE_INTERVAL_MS_CONFIG, PROBING_MS);
        }
        if (fails()) {
            config.put(
                    StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                    LogAndContinueProcessingExceptionHandler.class);
            config.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, DEAD_LETTERS);
        }
        if (isStatic) {
            config.put("group.instance.id", "instance-" + instance);
        }
    }

    @Override
    public String toString() {
        return standbys + " standbys" + (isStatic ? ", static members" : "")
                + (fails() ? ", failing" : "")
                + (lateSalt >= 0 ? ", times of partitions" : "")
                + (isTidied() ? ", compacted with tombstones for " + deleteRetentionMs + " ms" : "") + trouble;
    }
}
