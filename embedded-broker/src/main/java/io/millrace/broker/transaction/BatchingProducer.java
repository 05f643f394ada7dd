package io.millrace.broker.transaction;

import io.millrace.broker.commitlog.LogEntry;
import io.millrace.broker.group.GroupCoordinator;
import io.millrace.broker.segment.PartitionLog;
import io.millrace.broker.segment.StorageHealth;
import io.millrace.broker.topic.TopicRegistry;
import io.millrace.log.CommittedOffset;
import io.millrace.log.GroupMembership;
import io.millrace.log.Isolation;
import io.millrace.log.LogException;
import io.millrace.log.LogProducer;
import io.millrace.log.PartitionAppender;
import io.millrace.log.PendingCommit;
import io.millrace.log.ProducerOptions;
import io.millrace.record.TopicPartition;
import io.millrace.time.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** A producer of this broker. Confined to one thread at a time. */
public final class BatchingProducer implements LogProducer {

    /**
     * What all producers of a broker share.
     *
     * @param afterFlush looks after the log when something was written outside transactions; quick
     */
    public record Environment(
            Sessions sessions,
            CommitPipeline pipeline,
            GroupCoordinator groups,
            TopicRegistry topics,
            StorageHealth health,
            Clock clock,
            Runnable afterFlush) {}

    private final Environment environment;
    private final ProducerSession session;
    private final Map<TopicPartition, BatchingAppender> byPartition = new HashMap<>();
    private final List<BatchingAppender> appenders = new ArrayList<>();

    private final Map<TopicPartition, CommittedOffset> offsets = new LinkedHashMap<>();
    private @Nullable GroupMembership member;
    private boolean isClosed;

    public BatchingProducer(Environment environment, ProducerOptions options) {
        this.environment = environment;
        session = environment.sessions().open(options);
    }

    @Override
    public PartitionAppender appender(TopicPartition partition) {
        requireUsable();
        PartitionLog log = environment.topics().requireLog(partition);
        BatchingAppender known = byPartition.get(partition);
        if (known != null && known.log() == log) {
            return known;
        }
        BatchingAppender appender = new BatchingAppender(session, log);
        byPartition.put(partition, appender);
        // A topic that was made again takes the place of the old one.
        appenders.remove(known);
        appenders.add(appender);
        return appender;
    }

    private void requireUsable() {
        if (isClosed) {
            throw new IllegalStateException("The producer is closed");
        }
        if (session.state() == ProducerSession.State.FENCED) {
            throw session.fenced();
        }
    }

    private void requireTransactional(String what) {
        requireUsable();
        if (session.transactionalId == null) {
            throw new IllegalStateException("A producer without a transactional id cannot " + what);
        }
    }

    @Override
    public void begin() {
        requireTransactional("begin a transaction");
        session.begin();
    }

    @Override
    public boolean isInTransaction() {
        return switch (session.state()) {
            case OPEN, COMMITTING, EXPIRED -> true;
            case IDLE, FENCED -> false;
        };
    }

    @Override
    public void addOffsets(Map<TopicPartition, CommittedOffset> newOffsets, GroupMembership newMember) {
        requireTransactional("add offsets");
        if (session.state() != ProducerSession.State.OPEN) {
            throw session.refusal("add offsets");
        }
        GroupMembership before = member;
        if (before != null && !before.group().equals(newMember.group())) {
            throw new IllegalArgumentException("The transaction has offsets of group '" + before.group()
                    + "' already; those of group '" + newMember.group() + "' need another transaction");
        }
        OffsetCommit.resolve(environment.topics(), newOffsets);
        member = newMember;
        offsets.putAll(newOffsets);
    }

    @Override
    public void commitOffsets(Map<TopicPartition, CommittedOffset> processed, GroupMembership committer) {
        requireUsable();
        if (session.transactionalId != null) {
            throw new IllegalStateException("A transactional producer adds offsets to its transaction");
        }
        List<LogEntry.PartitionEnd> outputs = new ArrayList<>();
        for (BatchingAppender appender : appenders) {
            long last = appender.lastOffset().orElse(-1);
            PartitionLog log = appender.log();
            if (last >= log.syncedOffset()) {
                outputs.add(new LogEntry.PartitionEnd(environment.topics().requireId(log.partition()), last + 1));
            }
        }
        OffsetCommit.commit(
                environment.pipeline(), environment.groups(), environment.topics(), committer, processed, outputs);
    }

    @Override
    public void flush() {
        requireUsable();
        boolean isSynced =
                session.transactionalId == null && environment.pipeline().syncs();
        List<PartitionLog> flushed = new ArrayList<>();
        for (BatchingAppender appender : appenders) {
            if (appender.hasRecords()) {
                appender.flush();
            }
            if (isSynced && appender.lastOffset().orElse(-1) >= appender.log().syncedOffset()) {
                flushed.add(appender.log());
            }
        }
        if (!flushed.isEmpty()) {
            sync(flushed);
        }
        environment.afterFlush().run();
    }

    private void sync(List<PartitionLog> logs) {
        List<LogEntry.PartitionEnd> ends = new ArrayList<>();
        try {
            environment.pipeline().sync(logs);
            for (PartitionLog log : logs) {
                long end = Math.min(log.syncedOffset(), log.endOffset(Isolation.READ_UNCOMMITTED));
                ends.add(new LogEntry.PartitionEnd(environment.topics().requireId(log.partition()), end));
            }
        } catch (IOException e) {
            throw environment.health().fail("A log could not be synced", e);
        }
        environment.pipeline().note(new LogEntry.DurableEnds(ends));
    }

    @Override
    public OptionalLong lastOffset(TopicPartition partition) {
        BatchingAppender appender = byPartition.get(partition);
        return appender == null ? OptionalLong.empty() : appender.lastOffset();
    }

    /** P3, and into the line for the decision. */
    PendingCommit startCommit(CommitGroup group) {
        if (session.state() == ProducerSession.State.FENCED) {
            return new FailedCommit(session.fenced());
        }
        requireTransactional("commit");
        try {
            for (BatchingAppender appender : appenders) {
                if (appender.hasRecords()) {
                    appender.flush();
                }
            }
            TransactionCommit.Inputs inputs = takeInputs();
            List<PartitionLog> touched = session.startCommit();
            return new TransactionCommit(session, environment.groups(), environment.clock(), group, touched, inputs);
        } catch (LogException e) {
            dropOwn();
            if (session.state() != ProducerSession.State.FENCED) {
                session.abort();
            }
            return new FailedCommit(e);
        }
    }

    private TransactionCommit.Inputs takeInputs() {
        GroupMembership membership = member;
        if (membership == null) {
            return TransactionCommit.Inputs.NONE;
        }
        List<LogEntry.InputOffset> inputs = OffsetCommit.resolve(environment.topics(), offsets);
        List<PartitionLog> unsynced = OffsetCommit.unsynced(environment.topics(), inputs);
        clearInputs();
        return new TransactionCommit.Inputs(membership, inputs, unsynced);
    }

    private void clearInputs() {
        offsets.clear();
        member = null;
    }

    private void dropOwn() {
        appenders.forEach(BatchingAppender::drop);
        clearInputs();
    }

    @Override
    public void abort() {
        requireTransactional("abort");
        dropOwn();
        session.abort();
    }

    @Override
    public void close() {
        if (isClosed) {
            return;
        }
        if (session.transactionalId == null && !environment.health().hasFailed()) {
            flush();
        }
        isClosed = true;
        dropOwn();
        if (environment.health().hasFailed()) {
            return;
        }
        if (session.transactionalId != null) {
            session.fence();
        } else {
            appenders.forEach(appender -> appender.log().forgetProducer(session.producerId));
        }
    }
}
