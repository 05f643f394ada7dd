package io.millrace.test.log;

import io.millrace.log.CommittedOffset;
import io.millrace.log.ConsumerOptions;
import io.millrace.log.Isolation;
import io.millrace.log.LogBroker;
import io.millrace.log.LogConsumer;
import io.millrace.log.LogProducer;
import io.millrace.log.PendingCommit;
import io.millrace.log.ProducerOptions;
import io.millrace.log.TombstoneHold;
import io.millrace.log.TopicAdmin;
import io.millrace.log.TopicDescription;
import io.millrace.log.TopicSpec;
import io.millrace.log.UnknownTopicException;
import io.millrace.record.Headers;
import io.millrace.record.TopicPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The log of one test driver. Confined to the test's thread. */
public final class HeapLog implements LogBroker, TopicAdmin {

    private final Map<String, Topic> topics = new HashMap<>();
    private final Map<String, Map<TopicPartition, CommittedOffset>> committed = new HashMap<>();
    private final Function<String, Retention> retention;
    private final Consumer<HeapRecord> published;
    private final List<HeapProducer> producers = new ArrayList<>();
    private long commits;

    /** How long the records of a topic are kept for those who read them later. */
    public enum Retention {
        /** Only those who are told of them at once get them. */
        NONE,
        /** Until a group has committed that it has read them. */
        UNTIL_COMMITTED,
        FOREVER
    }

    private record Topic(TopicDescription description, HeapPartition[] partitions) {}

    private record Committed(long commitNumber) implements PendingCommit {

        @Override
        public State state() {
            return State.COMMITTED;
        }

        @Override
        public @Nullable RuntimeException failure() {
            return null;
        }
    }

    /**
     * A log without topics.
     *
     * @param retention of a topic's records
     * @param published is told of every record when it becomes visible, in the order of the log
     */
    public HeapLog(Function<String, Retention> retention, Consumer<HeapRecord> published) {
        this.retention = retention;
        this.published = published;
    }

    @Nullable
    HeapPartition find(TopicPartition partition) {
        Topic topic = topics.get(partition.topic());
        return topic == null || partition.partition() >= topic.partitions().length
                ? null
                : topic.partitions()[partition.partition()];
    }

    private HeapPartition require(TopicPartition partition) {
        HeapPartition found = find(partition);
        if (found == null) {
            throw new UnknownTopicException("There is no partition " + partition);
        }
        return found;
    }

    /** Tells of records that are visible by now. */
    void tell(List<HeapRecord> records) {
        for (HeapRecord record : records) {
            published.accept(record);
        }
    }

    /** A group has read so far; also says where it begins, instead of where its reset policy says. */
    public void commitOffsets(String group, Map<TopicPartition, CommittedOffset> offsets) {
        Map<TopicPartition, CommittedOffset> ofGroup = committed.computeIfAbsent(group, name -> new LinkedHashMap<>());
        for (Map.Entry<TopicPartition, CommittedOffset> entry : offsets.entrySet()) {
            ofGroup.put(entry.getKey(), entry.getValue());
            require(entry.getKey()).committed(entry.getValue().offset());
        }
    }

    /** The records of a partition that are kept and that a group has not committed yet. */
    public List<HeapRecord> uncommitted(String group, TopicPartition partition) {
        CommittedOffset offset = committed.getOrDefault(group, Map.of()).get(partition);
        return List.copyOf(require(partition).from(offset == null ? 0 : offset.offset()));
    }

    /** All records of a partition that are kept. */
    public List<HeapRecord> kept(TopicPartition partition) {
        HeapPartition found = find(partition);
        return found == null ? List.of() : List.copyOf(found.from(0));
    }

    /**
     * Adds a record of the test's own. Its timestamp may be negative: the topology's extractor has to deal with it.
     *
     * @param counter where it is kept, and counted
     * @param named the partition that the record names, which need not be that one
     */
    public HeapRecord add(
            TopicPartition counter,
            TopicPartition named,
            long timestampMs,
            byte @Nullable [] key,
            byte @Nullable [] value,
            @Nullable Headers headers) {
        HeapPartition partition = require(counter);
        HeapRecord placed = new HeapRecord(named, partition.takeOffset(), timestampMs, key, value, headers);
        partition.publish(placed);
        return placed;
    }

    void closed(HeapProducer producer) {
        producers.remove(producer);
    }

    /** Makes visible what was appended in transactions that are open. */
    public void showUncommitted() {
        producers.forEach(HeapProducer::publish);
    }

    // ---- broker
    // -------------------------------------------------------------------------------------------------------------

    @Override
    public String clusterId() {
        return "test";
    }

    @Override
    public TransactionScope transactionScope() {
        return TransactionScope.TASK;
    }

    @Override
    public TopicAdmin topics() {
        return this;
    }

    @Override
    public LogConsumer consumer(ConsumerOptions options) {
        return new HeapConsumer(this, options);
    }

    @Override
    public LogProducer producer(ProducerOptions options) {
        HeapProducer producer = new HeapProducer(this, options.transactionalId().isPresent());
        producers.add(producer);
        return producer;
    }

    @Override
    public List<PendingCommit> commit(List<LogProducer> producers, Runnable onDone) {
        for (LogProducer producer : producers) {
            ((HeapProducer) producer).commit();
        }
        return Collections.nCopies(producers.size(), new Committed(++commits));
    }

    // ---- topics
    // -------------------------------------------------------------------------------------------------------------

    @Override
    public Optional<TopicDescription> describe(String topic) {
        return Optional.ofNullable(topics.get(topic)).map(Topic::description);
    }

    @Override
    public Set<String> list() {
        return new TreeSet<>(topics.keySet());
    }

    @Override
    public TopicDescription create(TopicSpec spec) {
        Topic topic = topics.computeIfAbsent(spec.name(), name -> make(spec));
        if (topic.partitions().length != spec.partitionCount()) {
            throw new IllegalArgumentException("Topic '" + spec.name() + "' exists with " + topic.partitions().length
                    + " partitions and cannot have " + spec.partitionCount());
        }
        return topic.description();
    }

    private Topic make(TopicSpec spec) {
        HeapPartition[] partitions = new HeapPartition[spec.partitionCount()];
        for (int i = 0; i < partitions.length; i++) {
            partitions[i] = new HeapPartition(retention.apply(spec.name()));
        }
        UUID id = UUID.nameUUIDFromBytes(spec.name().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        return new Topic(new TopicDescription(spec.name(), id, spec.partitionCount(), spec.config()), partitions);
    }

    @Override
    public Map<String, String> settings(String topic) {
        return requireTopic(topic).description().config();
    }

    @Override
    public TopicDescription alter(String topic, Map<String, Optional<String>> changes) {
        Topic before = requireTopic(topic);
        Map<String, String> config = new HashMap<>(before.description().config());
        changes.forEach((key, value) -> value.ifPresentOrElse(text -> config.put(key, text), () -> config.remove(key)));
        TopicDescription description = new TopicDescription(
                topic, before.description().id(), before.description().partitionCount(), config);
        topics.put(topic, new Topic(description, before.partitions()));
        return description;
    }

    private Topic requireTopic(String name) {
        Topic topic = topics.get(name);
        if (topic == null) {
            throw new UnknownTopicException("There is no topic '" + name + "'");
        }
        return topic;
    }

    @Override
    public void delete(String topic) {
        topics.remove(topic);
    }

    @Override
    public long startOffset(TopicPartition partition) {
        return require(partition).startOffset();
    }

    @Override
    public long endOffset(TopicPartition partition, Isolation isolation) {
        return require(partition).endOffset();
    }

    @Override
    public OptionalLong offsetForTime(TopicPartition partition, long timestampMs) {
        return require(partition).from(0).stream()
                .filter(record -> record.timestampMs() >= timestampMs)
                .mapToLong(HeapRecord::offset)
                .findFirst();
    }

    @Override
    public void deleteRecords(TopicPartition partition, long beforeOffset) {
        require(partition).deleteBefore(beforeOffset);
    }

    @Override
    public Map<TopicPartition, CommittedOffset> committed(String group, Collection<TopicPartition> partitions) {
        Map<TopicPartition, CommittedOffset> found = new HashMap<>(committed.getOrDefault(group, Map.of()));
        found.keySet().retainAll(partitions);
        return found;
    }

    @Override
    public int epoch() {
        return 1;
    }

    @Override
    public long lastCommitNumber() {
        return commits;
    }

    @Override
    public TombstoneHold holdTombstones(TopicPartition partition, long nextOffset) {
        return TombstoneHold.NONE;
    }

    @Override
    public boolean isContinued(TopicPartition partition, int epoch, long commitNumber, long offset) {
        return true;
    }
}
