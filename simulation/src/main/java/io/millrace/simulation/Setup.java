package io.millrace.simulation;

import io.millrace.broker.Durability;
import io.millrace.config.StreamsConfig;
import io.millrace.simulation.program.Assembly;
import io.millrace.simulation.program.Grammar;
import io.millrace.simulation.program.Program;
import io.millrace.simulation.program.Step;
import io.millrace.time.Randomness;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * What stays the same through all lives of a run. Immutable.
 *
 * @param isExactlyOnce else outputs may repeat
 * @param isCached whether tables hold changes back until a commit
 * @param instances runtimes on the one broker
 */
record Setup(
        Program program,
        Durability durability,
        boolean isExactlyOnce,
        boolean isCached,
        int instances,
        int segmentBytes,
        boolean isOptimized,
        Variation variation) {

    private static final int TIDIED_SEGMENT_BYTES = 1 << 10;
    private static final long[] CACHE_BYTES = {300, 5_000, 10 << 20};

    static Setup draw(Randomness random) {
        boolean exactlyOnce = random.nextInt(8) != 0;
        return new Setup(
                Grammar.draw(random, exactlyOnce),
                random.nextInt(2) == 0 ? Durability.FSYNC : Durability.OS_CACHE,
                exactlyOnce,
                random.nextInt(3) == 0,
                random.nextInt(3) == 0 ? 1 + random.nextInt(3) : 1,
                1 << (10 + random.nextInt(7)),
                random.nextInt(3) == 0,
                Variation.NONE);
    }

    /** The same with another program, for part of the seeds: one whose steps came later than the seeds that others know. */
    Setup withFurther(Randomness random) {
        return isExactlyOnce && random.nextInt(4) == 0 ? with(Grammar.drawFurther(random)) : this;
    }

    private Setup with(Program other) {
        return new Setup(other, durability, isExactlyOnce, isCached, instances, segmentBytes, isOptimized, variation);
    }

    /** The same with one instance. */
    Setup alone() {
        return new Setup(program, durability, isExactlyOnce, isCached, 1, segmentBytes, isOptimized, Variation.NONE);
    }

    /** The same in other surroundings, as far as what comes out is determined there. */
    Setup with(Variation given) {
        // Which record fails is not described where rows of outer joins, suppressed rows or records that have waited
        // come out, nor how often a sliding window does, which the step that fails counts. A record that fails in a
        // cache is not skipped.
        boolean fails = given.fails()
                && !isCached
                && isExactlyOnce
                && steps().noneMatch(Step.Sliding.class::isInstance)
                && steps().noneMatch(step -> step instanceof Step.StreamJoin join && join.kind() != Step.JoinKind.INNER)
                && steps().noneMatch(step ->
                        step instanceof Step.Windows windows && windows.emission() == Step.Emission.SUPPRESSED)
                && steps().noneMatch(step -> step instanceof Step.StreamTableJoin join && join.graceMs() >= 0);
        // A tombstone that is gone does not tell a restored store how late it is: rows may find partners for longer.
        boolean isTidied = given.isTidied() && steps().noneMatch(Step.StreamJoin.class::isInstance);
        Variation variationThen = given.only(fails, isTidied);
        return new Setup(
                (fails ? program.withFailing(given.failingSalt()) : program).withLate(given.lateSalt()),
                given.trouble().losesPower() ? Durability.FSYNC : durability,
                isExactlyOnce,
                isCached,
                Math.max(instances, given.instancesMin()),
                isTidied || given.trouble().needsManyFiles()
                        ? Math.min(segmentBytes, TIDIED_SEGMENT_BYTES)
                        : segmentBytes,
                isOptimized,
                variationThen);
    }

    private Stream<Step> steps() {
        return program.steps().stream();
    }

    /** The configuration of one life: what may differ between lives is drawn anew. */
    Properties configuration(Randomness random, int instance) {
        Properties config = Assembly.configuration();
        config.put(
                StreamsConfig.PROCESSING_GUARANTEE_CONFIG,
                isExactlyOnce ? StreamsConfig.EXACTLY_ONCE_V2 : StreamsConfig.AT_LEAST_ONCE);
        config.put(
                StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
                isCached ? CACHE_BYTES[random.nextInt(CACHE_BYTES.length)] : 0L);
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, 1 + random.nextInt(instances > 1 ? 2 : 3));
        config.put(
                StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG,
                isOptimized ? StreamsConfig.OPTIMIZE : StreamsConfig.NO_OPTIMIZATION);
        if (random.nextInt(2) == 0) {
            config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 5L + random.nextInt(100));
        } else if (!isExactlyOnce) {
            config.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 100L);
        }
        if (random.nextInt(4) == 0) {
            config.put("statestore.uncommitted.max.bytes", 200L);
        }
        config.put("repartition.purge.interval.ms", 1L + random.nextInt(200));
        variation.configure(config, instance);
        return config;
    }

    @Override
    public String toString() {
        return durability + (isExactlyOnce ? ", exactly once" : ", at least once")
                + (isCached ? ", cached" : "") + (isOptimized ? ", optimised" : "") + ", " + instances
                + " instances, segments of " + segmentBytes + " bytes, "
                + variation + ", " + program;
    }
}
