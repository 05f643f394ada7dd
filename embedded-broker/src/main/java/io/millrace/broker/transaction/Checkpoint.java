package io.millrace.broker.transaction;

import io.millrace.broker.commitlog.CommitLogFiles;
import io.millrace.broker.commitlog.Ledger;
import io.millrace.broker.commitlog.LogEntry;
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

    private final CommitPipeline pipeline;
    private final CommitLogFiles files;
    private final TopicRegistry topics;
    private final LogEnvironment environment;
    private final Scheduler scheduler;

    private final AtomicBoolean isScheduled = new AtomicBoolean();
    private volatile long appendedAtLast;

    private record Captured(long number, byte[] content, List<PartitionLog> logs) {}

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
    }

    /** Schedules a checkpoint if much was written since the last one. */
    public void runIfDue() {
        boolean isDue = pipeline.commitLog().sizeBytes() >= COMMIT_LOG_BYTES
                || environment.appendedBytes().get() - appendedAtLast >= APPENDED_BYTES;
        if (isDue && isScheduled.compareAndSet(false, true)) {
            scheduler.run(this::runScheduled);
        }
    }

    private void runScheduled() {
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
     * Makes a checkpoint now.
     *
     * @throws IOException if it could not be completed; what was there before still holds
     */
    public void run() throws IOException {
        environment.health().requireWritable();
        Captured captured = pipeline.between(this::capture);
        try {
            for (PartitionLog log : captured.logs()) {
                log.sync();
            }
        } catch (IOException e) {
            throw environment.health().fail("A log could not be synced", e);
        }
        files.writeSnapshot(captured.number(), captured.content());
    }

    private Captured capture() throws IOException {
        appendedAtLast = environment.appendedBytes().get();
        List<LogEntry.RecoveryPoint> points = new ArrayList<>();
        List<PartitionLog> logs = new ArrayList<>();
        for (Topic topic : topics.all()) {
            for (int i = 0; i < topic.partitions().size(); i++) {
                PartitionLog log = topic.partitions().get(i);
                points.add(new LogEntry.RecoveryPoint(new PartitionId(topic.number(), i), log.recoveryPoint()));
                logs.add(log);
            }
        }
        long number = pipeline.commitLog().roll();
        Ledger ledger = pipeline.ledger();
        ledger.lock().lock();
        try {
            return new Captured(number, CommitLogFiles.encodeSnapshot(ledger, points), logs);
        } finally {
            ledger.lock().unlock();
        }
    }
}
