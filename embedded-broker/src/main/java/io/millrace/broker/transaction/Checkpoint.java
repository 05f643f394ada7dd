package io.millrace.broker.transaction;

import io.millrace.broker.commitlog.CommitLogFiles;
import io.millrace.broker.commitlog.Ledger;
import io.millrace.broker.commitlog.LogEntry;
import io.millrace.broker.disk.Disk;
import io.millrace.broker.segment.LogEnvironment;
import io.millrace.broker.segment.PartitionLog;
import io.millrace.broker.topic.PartitionId;
import io.millrace.broker.topic.Topic;
import io.millrace.broker.topic.TopicRegistry;
import io.millrace.log.BrokerUnavailableException;
import io.millrace.time.Scheduler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes recovery short: a snapshot of the commit log with a recovery point per partition. Everything is captured between two commit groups, so
 * that the snapshot is exactly the state after some commit; syncing and writing happen beside the commits that follow. Safe from any thread.
 */
public final class Checkpoint {

    private static final Logger LOG = LoggerFactory.getLogger(Checkpoint.class);

    private static final long COMMIT_LOG_BYTES = 16L << 20;
    private static final long APPENDED_BYTES = 256L << 20;
    /** Checkpoints that are made only to free space are so far apart. */
    private static final long FREEING_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final CommitPipeline pipeline;
    private final CommitLogFiles files;
    private final TopicRegistry topics;
    private final LogEnvironment environment;
    private final Scheduler scheduler;

    private final AtomicBoolean isScheduled = new AtomicBoolean();
    private volatile long appendedAtLast;
    private volatile long lastNanos;

    private record Captured(long number, byte[] content, List<Point> points) {}

    private record Point(PartitionLog log, LogEntry.RecoveryPoint entry) {}

    public Checkpoint(
            CommitPipeline pipeline,
            CommitLogFiles files,
            TopicRegistry topics,
            LogEnvironment environment,
            Scheduler scheduler) {
        this.pipeline = pipeline;
        this.files = files;
        this.topics = topics;
        this.environment = environment;
        this.scheduler = scheduler;
        this.lastNanos = environment.clock().monotonicNanos() - FREEING_INTERVAL_NANOS;
    }

    /** Schedules a checkpoint if much was written since the last one. */
    public void runIfDue() {
        boolean isDue = pipeline.commitLog().sizeBytes() >= COMMIT_LOG_BYTES
                || environment.appendedBytes().get() - appendedAtLast >= APPENDED_BYTES;
        if (isDue && !hasDamage() && isScheduled.compareAndSet(false, true)) {
            scheduler.run(this::runScheduled);
        }
    }

    /** Schedules a checkpoint because segments can be removed after it. */
    public void runToFreeSpace() {
        if (!hasDamage() && isScheduled.compareAndSet(false, true)) {
            long dueNanos = lastNanos + FREEING_INTERVAL_NANOS;
            if (environment.clock().monotonicNanos() - dueNanos >= 0) {
                scheduler.run(this::runScheduled);
            } else {
                scheduler.at(dueNanos, this::runScheduled);
            }
        }
    }

    private void runScheduled() {
        if (environment.health().hasFailed()) {
            return;
        }
        try {
            run();
        } catch (IOException | BrokerUnavailableException e) {
            LOG.warn(
                    "The broker's snapshot could not be written; it is tried again later, recovery only takes longer",
                    e);
        } finally {
            isScheduled.set(false);
        }
    }

    /**
     * Makes a checkpoint now, and removes segments that nobody needs after it. Nothing while a partition is damaged: what is known of its transactions
     * is needed when it is mended.
     *
     * @throws IOException if it could not be completed; what was there before still holds
     */
    public void run() throws IOException {
        environment.health().requireWritable();
        if (hasDamage()) {
            return;
        }
        lastNanos = environment.clock().monotonicNanos();
        Captured captured = pipeline.between(this::capture);
        try {
            environment
                    .disk()
                    .together(captured.points().stream().map(Checkpoint::sync).toList());
        } catch (IOException e) {
            throw environment.health().fail("A log could not be synced", e);
        }
        environment.health().requireWritable();
        files.writeSnapshot(captured.number(), captured.content());
        for (Point point : captured.points()) {
            point.log().recoveryPointIsDurable(point.entry().state());
            dropUnreadableSegments(point.log());
        }
    }

    private static Disk.IoWork sync(Point point) {
        return point.log()::sync;
    }

    private boolean hasDamage() {
        for (Topic topic : topics.all()) {
            for (PartitionLog log : topic.partitions()) {
                if (log.damage() != null) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void dropUnreadableSegments(PartitionLog log) {
        try {
            log.retention().dropUnreadableSegments();
        } catch (IOException e) {
            LOG.warn(
                    "Segments of {} could not be removed; they only take space, and go with later ones",
                    log.partition(),
                    e);
        }
    }

    private Captured capture() throws IOException {
        // The group before may have failed to sync the commit log; another sync may say that all is well.
        environment.health().requireWritable();
        appendedAtLast = environment.appendedBytes().get();
        List<Point> points = new ArrayList<>();
        for (Topic topic : topics.all()) {
            for (int i = 0; i < topic.partitions().size(); i++) {
                PartitionLog log = topic.partitions().get(i);
                PartitionId id = new PartitionId(topic.number(), i);
                points.add(new Point(log, new LogEntry.RecoveryPoint(id, log.recoveryPoint())));
            }
        }
        try {
            // Whatever the durability: were this file to lose its end in a power loss, the next one would go with it,
            // log
            // epochs that were synced there included.
            pipeline.commitLog().sync();
        } catch (IOException e) {
            throw environment.health().fail("The commit log could not be synced", e);
        }
        long number = pipeline.commitLog().roll();
        Ledger ledger = pipeline.ledger();
        ledger.lock().lock();
        try {
            List<LogEntry.RecoveryPoint> entries =
                    points.stream().map(Point::entry).toList();
            return new Captured(number, CommitLogFiles.encodeSnapshot(ledger, entries), points);
        } finally {
            ledger.lock().unlock();
        }
    }
}
