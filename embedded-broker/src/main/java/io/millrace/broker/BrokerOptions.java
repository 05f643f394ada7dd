package io.millrace.broker;

import io.millrace.time.Clock;
import io.millrace.time.Randomness;
import io.millrace.time.Scheduler;
import io.millrace.time.SystemClock;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * How a broker works. Immutable: the {@code with} methods return changed copies.
 *
 * @param durability what an acknowledged commit survives
 * @param clock tells the time
 * @param scheduler runs timeouts and background work; empty for a thread of the broker's own
 * @param syncScheduler runs commits that are synced; empty for a thread of the broker's own
 * @param randomness draws the ids of topics and of the data; empty for one seeded by the clock
 * @param segmentBytes size of a segment, unless its topic says otherwise
 * @param messageBytesMax largest record, about
 * @param tailCacheBytes memory for what was appended lately
 * @param topicDefaults settings that topics have unless they say otherwise, by the names of topic settings ({@code retention.ms}, ...)
 * @param housekeepingMs how often the broker looks for segments to close, to delete and to compact
 * @param compactionKeyBytes memory for the keys of one pass of a compaction; more keys take more passes
 * @param reserveBytes size of a file that is given up when the disk is full, so that commits on their way, aborts and the close still work; 0 for none
 */
public record BrokerOptions(
        Durability durability,
        Clock clock,
        Optional<Scheduler> scheduler,
        Optional<Scheduler> syncScheduler,
        Optional<Randomness> randomness,
        int segmentBytes,
        int messageBytesMax,
        long tailCacheBytes,
        Map<String, String> topicDefaults,
        long housekeepingMs,
        long compactionKeyBytes,
        long reserveBytes) {

    public static final int DEFAULT_SEGMENT_BYTES = 1 << 30;
    public static final int DEFAULT_MESSAGE_BYTES_MAX = 64 << 20;
    public static final long DEFAULT_TAIL_CACHE_BYTES = 64L << 20;
    public static final long DEFAULT_HOUSEKEEPING_MS = 15_000;
    public static final long DEFAULT_COMPACTION_KEY_BYTES = 64L << 20;
    public static final long DEFAULT_RESERVE_BYTES = 16L << 20;

    /** In memory, so that deleted records free memory soon. */
    static final int IN_MEMORY_SEGMENT_BYTES = 16 << 20;

    public BrokerOptions {
        Objects.requireNonNull(durability, "durability");
        Objects.requireNonNull(clock, "clock");
        Objects.requireNonNull(scheduler, "scheduler");
        Objects.requireNonNull(syncScheduler, "syncScheduler");
        Objects.requireNonNull(randomness, "randomness");
        requirePositive(segmentBytes, "segmentBytes");
        requirePositive(messageBytesMax, "messageBytesMax");
        requirePositive(tailCacheBytes, "tailCacheBytes");
        topicDefaults = Map.copyOf(topicDefaults);
        requirePositive(housekeepingMs, "housekeepingMs");
        requirePositive(compactionKeyBytes, "compactionKeyBytes");
        requirePositive(reserveBytes + 1, "reserveBytes + 1");
    }

    private static void requirePositive(long value, String name) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be positive, got " + value);
        }
    }

    /** For data on a disk: {@link Durability#FSYNC}. */
    public static BrokerOptions defaults() {
        return new BrokerOptions(
                Durability.FSYNC,
                SystemClock.instance(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                DEFAULT_SEGMENT_BYTES,
                DEFAULT_MESSAGE_BYTES_MAX,
                DEFAULT_TAIL_CACHE_BYTES,
                Map.of(),
                DEFAULT_HOUSEKEEPING_MS,
                DEFAULT_COMPACTION_KEY_BYTES,
                DEFAULT_RESERVE_BYTES);
    }

    /** For data in memory: nothing to sync, small segments, no reserve. */
    public static BrokerOptions inMemory() {
        return defaults()
                .withDurability(Durability.OS_CACHE)
                .withSegmentBytes(IN_MEMORY_SEGMENT_BYTES)
                .withReserveBytes(0);
    }

    public BrokerOptions withDurability(Durability newDurability) {
        return new BrokerOptions(
                newDurability,
                clock,
                scheduler,
                syncScheduler,
                randomness,
                segmentBytes,
                messageBytesMax,
                tailCacheBytes,
                topicDefaults,
                housekeepingMs,
                compactionKeyBytes,
                reserveBytes);
    }

    public BrokerOptions withClock(Clock newClock) {
        return new BrokerOptions(
                durability,
                newClock,
                scheduler,
                syncScheduler,
                randomness,
                segmentBytes,
                messageBytesMax,
                tailCacheBytes,
                topicDefaults,
                housekeepingMs,
                compactionKeyBytes,
                reserveBytes);
    }

    /** Runs all of the broker's own work on one scheduler, which stays the caller's. */
    public BrokerOptions withScheduler(Scheduler newScheduler) {
        return withSchedulers(newScheduler, newScheduler);
    }

    /** Runs the broker's own work on these schedulers, which stay the caller's. */
    public BrokerOptions withSchedulers(Scheduler newScheduler, Scheduler newSyncScheduler) {
        return new BrokerOptions(
                durability,
                clock,
                Optional.of(newScheduler),
                Optional.of(newSyncScheduler),
                randomness,
                segmentBytes,
                messageBytesMax,
                tailCacheBytes,
                topicDefaults,
                housekeepingMs,
                compactionKeyBytes,
                reserveBytes);
    }

    public BrokerOptions withRandomness(Randomness newRandomness) {
        return new BrokerOptions(
                durability,
                clock,
                scheduler,
                syncScheduler,
                Optional.of(newRandomness),
                segmentBytes,
                messageBytesMax,
                tailCacheBytes,
                topicDefaults,
                housekeepingMs,
                compactionKeyBytes,
                reserveBytes);
    }

    public BrokerOptions withSegmentBytes(int newSegmentBytes) {
        return new BrokerOptions(
                durability,
                clock,
                scheduler,
                syncScheduler,
                randomness,
                newSegmentBytes,
                messageBytesMax,
                tailCacheBytes,
                topicDefaults,
                housekeepingMs,
                compactionKeyBytes,
                reserveBytes);
    }

    public BrokerOptions withMessageBytesMax(int newMessageBytesMax) {
        return new BrokerOptions(
                durability,
                clock,
                scheduler,
                syncScheduler,
                randomness,
                segmentBytes,
                newMessageBytesMax,
                tailCacheBytes,
                topicDefaults,
                housekeepingMs,
                compactionKeyBytes,
                reserveBytes);
    }

    public BrokerOptions withTailCacheBytes(long newTailCacheBytes) {
        return new BrokerOptions(
                durability,
                clock,
                scheduler,
                syncScheduler,
                randomness,
                segmentBytes,
                messageBytesMax,
                newTailCacheBytes,
                topicDefaults,
                housekeepingMs,
                compactionKeyBytes,
                reserveBytes);
    }

    /**
     * With settings that topics have unless they say otherwise, in place of those before.
     *
     * @param newTopicDefaults by the names of topic settings; an unknown name or a value that cannot be used is refused when the broker is opened
     */
    public BrokerOptions withTopicDefaults(Map<String, String> newTopicDefaults) {
        return new BrokerOptions(
                durability,
                clock,
                scheduler,
                syncScheduler,
                randomness,
                segmentBytes,
                messageBytesMax,
                tailCacheBytes,
                newTopicDefaults,
                housekeepingMs,
                compactionKeyBytes,
                reserveBytes);
    }

    public BrokerOptions withHousekeepingMs(long newHousekeepingMs) {
        return new BrokerOptions(
                durability,
                clock,
                scheduler,
                syncScheduler,
                randomness,
                segmentBytes,
                messageBytesMax,
                tailCacheBytes,
                topicDefaults,
                newHousekeepingMs,
                compactionKeyBytes,
                reserveBytes);
    }

    public BrokerOptions withCompactionKeyBytes(long newCompactionKeyBytes) {
        return new BrokerOptions(
                durability,
                clock,
                scheduler,
                syncScheduler,
                randomness,
                segmentBytes,
                messageBytesMax,
                tailCacheBytes,
                topicDefaults,
                housekeepingMs,
                newCompactionKeyBytes,
                reserveBytes);
    }

    /** With a reserve of another size; 0 for none. */
    public BrokerOptions withReserveBytes(long newReserveBytes) {
        return new BrokerOptions(
                durability,
                clock,
                scheduler,
                syncScheduler,
                randomness,
                segmentBytes,
                messageBytesMax,
                tailCacheBytes,
                topicDefaults,
                housekeepingMs,
                compactionKeyBytes,
                newReserveBytes);
    }
}
