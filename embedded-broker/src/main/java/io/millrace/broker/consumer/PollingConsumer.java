package io.millrace.broker.consumer;

import io.millrace.broker.commitlog.Ledger;
import io.millrace.broker.group.GroupCoordinator;
import io.millrace.broker.group.GroupMember;
import io.millrace.broker.group.GroupMember.Goodbye;
import io.millrace.broker.segment.PartitionLog;
import io.millrace.broker.segment.PartitionReader;
import io.millrace.broker.topic.PartitionId;
import io.millrace.broker.topic.TopicRegistry;
import io.millrace.broker.transaction.CommitPipeline;
import io.millrace.broker.transaction.OffsetCommit;
import io.millrace.log.CommittedOffset;
import io.millrace.log.ConsumerOptions;
import io.millrace.log.GroupMembership;
import io.millrace.log.GroupProtocol;
import io.millrace.log.LogConsumer;
import io.millrace.log.LogException;
import io.millrace.log.RecordBatch;
import io.millrace.record.TopicPartition;
import io.millrace.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A consumer of this broker. Confined to one thread at a time, but for {@link #wakeup()}. */
public final class PollingConsumer implements LogConsumer {

    /** What all consumers of a broker share. */
    public record Environment(
            TopicRegistry topics, Ledger ledger, GroupCoordinator groups, CommitPipeline pipeline, Clock clock) {}

    private final Environment environment;
    private final ConsumerOptions options;

    private final Doorbell doorbell = new Doorbell();
    // One object, so that it can be taken off the logs again.
    private final Runnable ring = doorbell::ring;
    private volatile boolean isWoken;

    private final Map<TopicPartition, Assigned> assigned = new LinkedHashMap<>();
    private Assigned[] inOrder = {};
    private int first;
    private @Nullable GroupMember member;
    private boolean isClosed;

    /** A partition that is read. */
    private static final class Assigned {

        final PartitionLog log;

        @Nullable
        PartitionReader reader;

        boolean isPaused;

        Assigned(PartitionLog log) {
            this.log = log;
        }

        boolean isReadable() {
            return reader != null && !isPaused;
        }
    }

    public PollingConsumer(Environment environment, ConsumerOptions options) {
        this.environment = environment;
        this.options = options;
    }

    // ---- what to read ----

    @Override
    public void assign(Collection<TopicPartition> partitions) {
        requireOpen();
        if (member != null) {
            throw new IllegalStateException("The consumer has subscribed: its group assigns its partitions");
        }
        readOnly(partitions);
    }

    private void readOnly(Collection<TopicPartition> partitions) {
        Set<TopicPartition> wanted = new LinkedHashSet<>(partitions);
        Map<TopicPartition, Assigned> next = new LinkedHashMap<>();
        for (TopicPartition partition : wanted) {
            PartitionLog log = environment.topics().requireLog(partition);
            Assigned known = assigned.get(partition);
            next.put(partition, known != null && known.log == log ? known : newlyAssigned(partition, log));
        }
        assigned.forEach((partition, before) -> {
            if (next.get(partition) != before) {
                before.log.removeListener(ring);
            }
        });
        next.forEach((partition, now) -> {
            if (assigned.get(partition) != now) {
                now.log.addListener(ring);
            }
        });
        assigned.clear();
        assigned.putAll(next);
        inOrder = assigned.values().toArray(Assigned[]::new);
        first = 0;
    }

    private Assigned newlyAssigned(TopicPartition partition, PartitionLog log) {
        Assigned now = new Assigned(log);
        if (options.group().isPresent()) {
            CommittedOffset committed =
                    committed(options.group().get(), environment.topics().requireId(partition));
            if (committed != null) {
                now.reader = new PartitionReader(log, options.isolation(), committed.offset());
            }
        }
        return now;
    }

    private @Nullable CommittedOffset committed(String group, PartitionId partition) {
        environment.ledger().lock().lock();
        try {
            return environment.ledger().committed(group, partition);
        } finally {
            environment.ledger().lock().unlock();
        }
    }

    @Override
    public void subscribe(GroupProtocol protocol) {
        requireOpen();
        String group = requireGroup();
        if (member != null) {
            throw new IllegalStateException("The consumer has subscribed already");
        }
        readOnly(List.of());
        member = new GroupMember(
                environment.groups(),
                group,
                options.clientId(),
                options.instanceId().orElse(null),
                options.sessionTimeoutMs(),
                ring,
                protocol,
                this::readOnly);
    }

    @Override
    public void rejoin() {
        requireOpen();
        if (member == null) {
            throw new IllegalStateException("The consumer has not subscribed");
        }
        member.requestRejoin();
    }

    private String requireGroup() {
        return options.group()
                .orElseThrow(() -> new IllegalStateException("Consumer '" + options.clientId() + "' has no group"));
    }

    @Override
    public Set<TopicPartition> assignment() {
        return Set.copyOf(assigned.keySet());
    }

    private Assigned requireAssigned(TopicPartition partition) {
        Assigned known = assigned.get(partition);
        if (known == null) {
            throw new IllegalStateException(
                    "Partition " + partition + " is not assigned to consumer '" + options.clientId() + "'");
        }
        return known;
    }

    @Override
    public void seek(TopicPartition partition, long offset) {
        if (offset < 0) {
            throw new IllegalArgumentException("An offset cannot be negative: " + offset);
        }
        Assigned known = requireAssigned(partition);
        PartitionReader reader = known.reader;
        if (reader == null) {
            known.reader = new PartitionReader(known.log, options.isolation(), offset);
        } else {
            reader.seek(offset);
        }
    }

    @Override
    public long position(TopicPartition partition) {
        PartitionReader reader = requireAssigned(partition).reader;
        if (reader == null) {
            throw new IllegalStateException(
                    "Partition " + partition + " has no position: its group has committed none; seek first");
        }
        return reader.position();
    }

    @Override
    public void pause(TopicPartition partition) {
        requireAssigned(partition).isPaused = true;
    }

    @Override
    public void resume(TopicPartition partition) {
        requireAssigned(partition).isPaused = false;
    }

    // ---- reading ----

    @Override
    public List<RecordBatch> poll(long maxWaitMs) {
        requireOpen();
        List<RecordBatch> batches = new ArrayList<>();
        long deadlineNanos = 0;
        long waitNanos = TimeUnit.MILLISECONDS.toNanos(maxWaitMs);
        boolean hasWaited = false;
        while (true) {
            doorbell.reset();
            boolean canRead = member == null || member.drive();
            if (canRead) {
                read(batches);
            }
            if (!batches.isEmpty() || maxWaitMs <= 0) {
                return batches;
            }
            if (isWoken) {
                isWoken = false;
                return batches;
            }
            long now = environment.clock().monotonicNanos();
            if (!hasWaited) {
                hasWaited = true;
                deadlineNanos = now + waitNanos;
            }
            long leftNanos = Math.min(deadlineNanos - now, heartbeatNanos());
            if (leftNanos <= 0 || Thread.currentThread().isInterrupted()) {
                return batches;
            }
            doorbell.await(leftNanos);
        }
    }

    /** A member that waits for data is alive: it shows up three times per session timeout. */
    private long heartbeatNanos() {
        return member == null ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(options.sessionTimeoutMs()) / 3 + 1;
    }

    private void read(List<RecordBatch> batches) {
        Assigned[] order = inOrder;
        int budget = options.maxPollBytes();
        int start = first;
        for (int i = 0; i < order.length && budget > 0; i++) {
            int index = (start + i) % order.length;
            Assigned next = order[index];
            PartitionReader reader = next.reader;
            if (reader == null || !next.isReadable()) {
                continue;
            }
            try {
                budget -= reader.read(budget, batches);
            } catch (LogException e) {
                if (batches.isEmpty()) {
                    // Who goes on after that gets to the others first.
                    first = (index + 1) % order.length;
                    throw e;
                }
                // What was read is delivered first; the next poll begins with this partition and throws.
                first = index;
                return;
            }
        }
        first = order.length == 0 ? 0 : (start + 1) % order.length;
    }

    @Override
    public void wakeup() {
        isWoken = true;
        doorbell.ring();
    }

    @Override
    public OptionalLong lag(TopicPartition partition) {
        PartitionReader reader = requireAssigned(partition).reader;
        return reader == null ? OptionalLong.empty() : OptionalLong.of(reader.lag());
    }

    // ---- group ----

    @Override
    public void commit(Map<TopicPartition, CommittedOffset> offsets) {
        requireOpen();
        OffsetCommit.commit(
                environment.pipeline(), environment.groups(), environment.topics(), membership(), offsets, List.of());
    }

    @Override
    public GroupMembership membership() {
        String group = requireGroup();
        return member == null ? GroupMembership.standalone(group) : member.membership();
    }

    private void requireOpen() {
        if (isClosed) {
            throw new IllegalStateException("Consumer '" + options.clientId() + "' is closed");
        }
    }

    @Override
    public void close() {
        close(Goodbye.SAID);
    }

    @Override
    public void closeWithoutLeaving() {
        close(Goodbye.NOT_SAID);
    }

    private void close(Goodbye goodbye) {
        if (isClosed) {
            return;
        }
        try {
            if (member != null) {
                member.close(goodbye);
            }
        } finally {
            isClosed = true;
            for (Assigned each : inOrder) {
                each.log.removeListener(ring);
            }
            assigned.clear();
            inOrder = new Assigned[0];
        }
    }
}
