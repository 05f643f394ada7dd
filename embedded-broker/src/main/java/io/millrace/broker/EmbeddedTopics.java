package io.millrace.broker;

import io.millrace.broker.commitlog.Ledger;
import io.millrace.broker.segment.CompactionState;
import io.millrace.broker.segment.LogEnvironment;
import io.millrace.broker.segment.LogRecovery;
import io.millrace.broker.segment.LogSettings;
import io.millrace.broker.segment.PartitionDirectory;
import io.millrace.broker.segment.PartitionLog;
import io.millrace.broker.segment.PartitionState;
import io.millrace.broker.topic.PartitionId;
import io.millrace.broker.topic.Topic;
import io.millrace.broker.topic.TopicRegistry;
import io.millrace.broker.topic.TopicSettings;
import io.millrace.broker.transaction.Checkpoint;
import io.millrace.broker.transaction.TombstoneHolds;
import io.millrace.broker.transaction.TopicRequests;
import io.millrace.log.BrokerUnavailableException;
import io.millrace.log.CommittedOffset;
import io.millrace.log.Isolation;
import io.millrace.log.TombstoneHold;
import io.millrace.log.TopicAdmin;
import io.millrace.log.TopicDescription;
import io.millrace.log.TopicSpec;
import io.millrace.log.UnknownTopicException;
import io.millrace.record.TopicPartition;
import io.millrace.time.Randomness;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/** Topics of an embedded broker. Safe from any thread. */
final class EmbeddedTopics implements TopicAdmin {

    private final LogEnvironment environment;
    private final LogSettings defaults;
    private final TopicRegistry registry;
    private final Ledger ledger;
    private final TopicRequests requests;
    private final TombstoneHolds tombstones;
    private final Checkpoint checkpoint;
    private final Randomness randomness;

    // Making and deleting topics take turns.
    private final ReentrantLock changing = new ReentrantLock();

    EmbeddedTopics(
            LogEnvironment environment,
            LogSettings defaults,
            TopicRegistry registry,
            Ledger ledger,
            TopicRequests requests,
            TombstoneHolds tombstones,
            Checkpoint checkpoint,
            Randomness randomness) {
        this.environment = environment;
        this.defaults = defaults;
        this.registry = registry;
        this.ledger = ledger;
        this.requests = requests;
        this.tombstones = tombstones;
        this.checkpoint = checkpoint;
        this.randomness = randomness;
    }

    @Override
    public Optional<TopicDescription> describe(String topic) {
        return registry.find(topic).map(Topic::description);
    }

    @Override
    public Set<String> list() {
        return registry.names();
    }

    @Override
    public TopicDescription create(TopicSpec spec) {
        TopicSettings.requireName(spec.name());
        LogSettings settings = TopicSettings.read(spec.name(), spec.config(), defaults);
        settings.compression().requireAvailable();
        changing.lock();
        try {
            Optional<Topic> existing = registry.find(spec.name());
            if (existing.isPresent()) {
                return requireSame(existing.get().description(), spec);
            }
            environment.health().requireWritable();
            return make(spec, settings);
        } catch (IOException e) {
            throw new BrokerUnavailableException(
                    "Topic '" + spec.name() + "' could not be made (" + e.getMessage()
                            + "). Free space on the disk, or mend its permissions, and try again.",
                    e);
        } finally {
            changing.unlock();
        }
    }

    private static TopicDescription requireSame(TopicDescription existing, TopicSpec wanted) {
        if (existing.partitionCount() != wanted.partitionCount()) {
            throw new IllegalArgumentException("Topic '" + wanted.name() + "' exists with " + existing.partitionCount()
                    + " partitions, so it cannot be made with " + wanted.partitionCount());
        }
        return existing;
    }

    private TopicDescription make(TopicSpec spec, LogSettings settings) throws IOException {
        for (int i = 0; i < spec.partitionCount(); i++) {
            // What a deletion that was cut short has left behind.
            PartitionDirectory.remove(environment.disk(), Topic.directory(spec.name(), i));
        }
        UUID id = DataDirectory.newUuid(randomness);
        int number = requests.create(spec, id);
        List<PartitionLog> partitions = new ArrayList<>();
        for (int i = 0; i < spec.partitionCount(); i++) {
            LogRecovery log = new LogRecovery(
                    environment,
                    new TopicPartition(spec.name(), i),
                    Topic.directory(spec.name(), i),
                    Topic.metadata(id),
                    settings,
                    PartitionState.EMPTY);
            log.scan();
            partitions.add(log.open(0, CompactionState.NONE));
        }
        TopicDescription description = new TopicDescription(spec.name(), id, spec.partitionCount(), spec.config());
        registry.add(new Topic(number, description, partitions));
        return description;
    }

    @Override
    public Map<String, String> settings(String name) {
        Topic topic = requireTopic(name);
        Map<String, String> config = topic.description().config();
        return TopicSettings.effective(config, TopicSettings.read(name, config, defaults));
    }

    private Topic requireTopic(String name) {
        return registry.find(name)
                .orElseThrow(() ->
                        new UnknownTopicException("There is no topic '" + name + "'. Topics: " + registry.names()));
    }

    @Override
    public TopicDescription alter(String name, Map<String, Optional<String>> changes) {
        changing.lock();
        try {
            Topic topic = requireTopic(name);
            TopicDescription before = topic.description();
            Map<String, String> config = TopicSettings.changed(name, before.config(), changes);
            LogSettings settings = TopicSettings.read(name, config, defaults);
            settings.compression().requireAvailable();
            environment.health().requireWritable();
            TopicDescription after = new TopicDescription(name, before.id(), before.partitionCount(), config);
            requests.change(topic.number(), after);
            registry.add(new Topic(topic.number(), after, topic.partitions()));
            topic.partitions().forEach(log -> log.change(settings));
            return after;
        } finally {
            changing.unlock();
        }
    }

    @Override
    public void delete(String name) {
        changing.lock();
        try {
            Topic topic = registry.find(name).orElse(null);
            if (topic == null) {
                return;
            }
            requests.delete(topic.number());
            registry.remove(topic);
            for (PartitionLog log : topic.partitions()) {
                log.delete();
            }
        } catch (IOException e) {
            throw new BrokerUnavailableException(
                    "Topic '" + name + "' could not be deleted completely (" + e.getMessage()
                            + "); its files go when a topic of that name is made again",
                    e);
        } finally {
            changing.unlock();
        }
    }

    @Override
    public long startOffset(TopicPartition partition) {
        return registry.requireLog(partition).startOffset();
    }

    @Override
    public long endOffset(TopicPartition partition, Isolation isolation) {
        return registry.requireLog(partition).endOffset(isolation);
    }

    @Override
    public OptionalLong offsetForTime(TopicPartition partition, long timestampMs) {
        return registry.requireLog(partition).offsetForTime(timestampMs);
    }

    @Override
    public void deleteRecords(TopicPartition partition, long beforeOffset) {
        PartitionLog log = registry.requireLog(partition);
        PartitionId id = registry.requireId(partition);
        requireProcessed(partition, id, beforeOffset);
        environment.health().requireWritable();
        moveStart(id, log, beforeOffset);
    }

    /** Records before an offset go; whoever calls knows that they may. */
    void moveStart(PartitionId id, PartitionLog log, long startOffset) {
        log.deleteRecords(startOffset);
        requests.moveStart(id, startOffset);
        if (log.retention().hasUnreadableSegments()) {
            checkpoint.runToFreeSpace();
        }
    }

    private void requireProcessed(TopicPartition partition, PartitionId id, long beforeOffset) {
        Topic topic = registry.byNumber(id.topicNumber());
        if (topic == null) {
            return;
        }
        long processed = Processed.limit(topic, id, ledger);
        if (beforeOffset > processed) {
            throw new IllegalArgumentException("Records of " + partition + " before offset " + beforeOffset
                    + " cannot be deleted: group '" + Processed.group(topic) + "' has committed offset " + processed
                    + " only");
        }
    }

    @Override
    public Map<TopicPartition, CommittedOffset> committed(String group, Collection<TopicPartition> partitions) {
        Map<TopicPartition, CommittedOffset> found = new HashMap<>();
        ledger.lock().lock();
        try {
            for (TopicPartition partition : partitions) {
                Topic topic = registry.find(partition.topic()).orElse(null);
                CommittedOffset committed = topic == null
                        ? null
                        : ledger.committed(group, new PartitionId(topic.number(), partition.partition()));
                if (committed != null) {
                    found.put(partition, committed);
                }
            }
        } finally {
            ledger.lock().unlock();
        }
        return found;
    }

    @Override
    public TombstoneHold holdTombstones(TopicPartition partition, long nextOffset) {
        return tombstones.hold(registry.requireId(partition), nextOffset);
    }

    @Override
    public int epoch() {
        ledger.lock().lock();
        try {
            return ledger.epoch();
        } finally {
            ledger.lock().unlock();
        }
    }

    @Override
    public long lastCommitNumber() {
        ledger.lock().lock();
        try {
            return ledger.lastDecidedNumber();
        } finally {
            ledger.lock().unlock();
        }
    }

    @Override
    public boolean isContinued(TopicPartition partition, int epoch, long commitNumber, long offset) {
        Topic topic = registry.find(partition.topic()).orElse(null);
        if (topic == null) {
            return false;
        }
        ledger.lock().lock();
        try {
            PartitionId id = new PartitionId(topic.number(), partition.partition());
            return ledger.isContinued(id, epoch, commitNumber, offset);
        } finally {
            ledger.lock().unlock();
        }
    }
}
