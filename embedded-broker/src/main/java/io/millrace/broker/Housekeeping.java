package io.millrace.broker;

import io.millrace.broker.commitlog.Ledger;
import io.millrace.broker.segment.Compaction;
import io.millrace.broker.segment.LogEnvironment;
import io.millrace.broker.segment.PartitionLog;
import io.millrace.broker.topic.PartitionId;
import io.millrace.broker.topic.Topic;
import io.millrace.broker.topic.TopicRegistry;
import io.millrace.broker.transaction.Checkpoint;
import io.millrace.broker.transaction.TombstoneHolds;
import io.millrace.log.CorruptLogException;
import io.millrace.log.LogException;
import io.millrace.time.Scheduler;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all partitions from time to time: closes old segments, deletes expired ones, compacts, the dirtiest first. Runs on the broker's scheduler, which has other
 * work too: so a compaction is handed in piece by piece. Confined to the scheduler's thread, but for {@link #begin} and {@link #stop}.
 */
final class Housekeeping {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private static final long RESTORE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Parts parts;
    private final Scheduler scheduler;
    private final long intervalNanos;
    private final long compactionKeyBytes;
    private volatile boolean isStopped;

    private final Deque<Dirty> dirty = new ArrayDeque<>();
    private @Nullable Compaction running;
    /** Partitions with damage: it is logged once, and they stay as they are. */
    private final Set<PartitionLog> damaged = new HashSet<>();

    /** What it works on. */
    record Parts(
            LogEnvironment environment,
            TopicRegistry registry,
            Ledger ledger,
            EmbeddedTopics topics,
            TombstoneHolds tombstones,
            Checkpoint checkpoint) {}

    private record Dirty(PartitionId id, PartitionLog log, double ratio) {}

    Housekeeping(Parts parts, Scheduler scheduler, BrokerOptions options) {
        this.parts = parts;
        this.scheduler = scheduler;
        this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(options.housekeepingMs());
        this.compactionKeyBytes = options.compactionKeyBytes();
    }

    /** The first pass, which makes the reserve: not in the open, which somebody waits for. */
    void begin() {
        parts.environment().reserve().whenGone(this::restoreSoon);
        start();
    }

    private void restoreSoon() {
        scheduler.at(parts.environment().clock().monotonicNanos() + RESTORE_NANOS, () -> {
            if (!isOver()) {
                parts.environment().reserve().restore();
                if (parts.environment().reserve().isGone()) {
                    restoreSoon();
                }
            }
        });
    }

    private void start() {
        scheduler.at(parts.environment().clock().monotonicNanos() + intervalNanos, this::pass);
    }

    /** Starts nothing any more. What runs is left where it is; the next recovery tidies up. */
    void stop() {
        isStopped = true;
    }

    private boolean isOver() {
        return isStopped || parts.environment().health().hasFailed();
    }

    private void pass() {
        if (isOver()) {
            return;
        }
        boolean isWhole = false;
        try {
            lookAtAll();
            isWhole = true;
        } finally {
            if (!isWhole) {
                // A defect, which the scheduler logs, is no reason to fill the disk.
                start();
            }
        }
        compact();
    }

    private void lookAtAll() {
        parts.environment().reserve().restore();
        forEach(this::expire);
        forEach(this::findDirty);
        List<Dirty> found = new ArrayList<>(dirty);
        found.sort(Comparator.comparingDouble(Dirty::ratio).reversed());
        dirty.clear();
        dirty.addAll(found);
    }

    private interface Visitor {
        void visit(Topic topic, PartitionId id, PartitionLog log) throws IOException;
    }

    private void forEach(Visitor visitor) {
        for (Topic topic : parts.registry().all()) {
            for (int i = 0; i < topic.partitions().size() && !isOver(); i++) {
                PartitionLog log = topic.partitions().get(i);
                if (log.damage() != null) {
                    continue;
                }
                try {
                    visitor.visit(topic, new PartitionId(topic.number(), i), log);
                } catch (IOException | LogException e) {
                    LOG.warn(
                            "{} could not be looked at; nothing was lost, it is tried again later", log.partition(), e);
                }
            }
        }
    }

    // ---- retention ----

    private void expire(Topic topic, PartitionId id, PartitionLog log) throws IOException {
        log.rollIfDue();
        long start = log.retention().expiredBefore(Processed.limit(topic, id, parts.ledger()));
        if (start > log.startOffset()) {
            warnOfUnread(id, log, start);
            LOG.info("{}: retention deletes records from offset {} to {}", log.partition(), log.startOffset(), start);
            parts.topics().moveStart(id, log, start);
        }
    }

    private void warnOfUnread(PartitionId id, PartitionLog log, long start) {
        Processed.unread(id, start, parts.ledger())
                .forEach((group, lag) -> LOG.warn(
                        "{}: group '{}' is {} records behind offset {}, where the log starts from now on by retention.ms or retention.bytes: it will"
                                + " not see them. Raise the retention of topic '{}' to avoid this.",
                        log.partition(),
                        group,
                        lag,
                        start,
                        log.partition().topic()));
    }

    // ---- compaction ----

    private void findDirty(Topic topic, PartitionId id, PartitionLog log) throws IOException {
        if (!log.settings().compaction().isOn() || damaged.contains(log)) {
            return;
        }
        if (log.compaction().awaitsCheckpoint()) {
            parts.checkpoint().run();
        }
        double ratio = log.compaction().dirtyRatio();
        if (ratio >= 0) {
            dirty.add(new Dirty(id, log, ratio));
        }
    }

    /** One piece of work. */
    private void compact() {
        if (isOver()) {
            return;
        }
        Compaction current = running;
        if (current == null) {
            current = startNext();
        }
        if (current == null) {
            start();
            return;
        }
        // Until it is known to be more: after a defect it is not gone on with.
        running = null;
        boolean isWhole = false;
        try {
            running = hasMore(current) ? current : null;
            isWhole = true;
        } finally {
            if (isWhole) {
                scheduler.run(this::compact);
            } else {
                start();
            }
        }
    }

    private @Nullable Compaction startNext() {
        for (Dirty next = dirty.poll(); next != null; next = dirty.poll()) {
            try {
                return next.log()
                        .compaction()
                        .start(parts.tombstones().notes(next.id(), next.log()), compactionKeyBytes);
            } catch (IOException | LogException e) {
                LOG.warn(
                        "{} could not be compacted; it is tried again later",
                        next.log().partition(),
                        e);
            }
        }
        return null;
    }

    private boolean hasMore(Compaction compaction) {
        try {
            return compaction.step();
        } catch (CorruptLogException e) {
            damaged.add(compaction.log());
            LOG.error("{} is not compacted any more", compaction.log().partition(), e);
        } catch (LogException | IOException e) {
            LOG.warn(
                    "The compaction of {} stopped half-way; nothing was lost, it is tried again later",
                    compaction.log().partition(),
                    e);
        }
        compaction.abandon();
        return false;
    }
}
