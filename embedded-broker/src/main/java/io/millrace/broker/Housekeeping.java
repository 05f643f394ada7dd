package io.millrace.broker;

import io.millrace.broker.commitlog.Ledger;
import io.millrace.broker.segment.LogEnvironment;
import io.millrace.broker.segment.PartitionLog;
import io.millrace.broker.topic.PartitionId;
import io.millrace.broker.topic.Topic;
import io.millrace.broker.topic.TopicRegistry;
import io.millrace.log.BrokerUnavailableException;
import io.millrace.time.Scheduler;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all partitions from time to time: closes old segments and deletes expired ones. Runs on the broker's scheduler, which waits for it: a piece of work is
 * one partition.
 */
final class Housekeeping {

    private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);

    private final LogEnvironment environment;
    private final TopicRegistry registry;
    private final Ledger ledger;
    private final EmbeddedTopics topics;
    private final Scheduler scheduler;
    private final long intervalNanos;
    private volatile boolean isStopped;

    Housekeeping(
            LogEnvironment environment,
            TopicRegistry registry,
            Ledger ledger,
            EmbeddedTopics topics,
            Scheduler scheduler,
            long intervalMs) {
        this.environment = environment;
        this.registry = registry;
        this.ledger = ledger;
        this.topics = topics;
        this.scheduler = scheduler;
        this.intervalNanos = TimeUnit.MILLISECONDS.toNanos(intervalMs);
    }

    void start() {
        scheduler.at(environment.clock().monotonicNanos() + intervalNanos, this::pass);
    }

    /** Starts nothing any more; what runs ends by itself. */
    void stop() {
        isStopped = true;
    }

    private void pass() {
        if (isStopped || environment.health().hasFailed()) {
            return;
        }
        try {
            for (Topic topic : registry.all()) {
                for (int i = 0; i < topic.partitions().size(); i++) {
                    expire(
                            topic,
                            new PartitionId(topic.number(), i),
                            topic.partitions().get(i));
                }
            }
        } finally {
            start();
        }
    }

    private void expire(Topic topic, PartitionId id, PartitionLog log) {
        try {
            log.rollIfDue();
            long start = log.expiredBefore(Processed.limit(topic, id, ledger));
            if (start > log.startOffset()) {
                warnOfUnread(id, log, start);
                LOG.info(
                        "{}: retention deletes records from offset {} to {}",
                        log.partition(),
                        log.startOffset(),
                        start);
                topics.moveStart(id, log, start);
            }
        } catch (IOException | BrokerUnavailableException e) {
            LOG.warn("Retention of {} failed; nothing was deleted, it is tried again later", log.partition(), e);
        }
    }

    private void warnOfUnread(PartitionId id, PartitionLog log, long start) {
        Processed.unread(id, start, ledger)
                .forEach((group, lag) -> LOG.warn(
                        "{}: group '{}' is {} records behind offset {}, where the log starts from now on by retention.ms or retention.bytes: it will"
                                + " not see them. Raise the retention of topic '{}' to avoid this.",
                        log.partition(),
                        group,
                        lag,
                        start,
                        log.partition().topic()));
    }
}
