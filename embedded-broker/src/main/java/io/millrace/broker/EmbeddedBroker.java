package io.millrace.broker;

import io.millrace.broker.commitlog.Ledger;
import io.millrace.broker.consumer.PollingConsumer;
import io.millrace.broker.disk.Disk;
import io.millrace.broker.disk.FileDisk;
import io.millrace.broker.disk.HeapDisk;
import io.millrace.broker.group.GroupCoordinator;
import io.millrace.broker.recovery.Recovery;
import io.millrace.broker.segment.DiskReserve;
import io.millrace.broker.segment.LogEnvironment;
import io.millrace.broker.segment.LogSettings;
import io.millrace.broker.segment.PartitionLog;
import io.millrace.broker.segment.StorageHealth;
import io.millrace.broker.segment.TailCache;
import io.millrace.broker.topic.Topic;
import io.millrace.broker.topic.TopicRegistry;
import io.millrace.broker.topic.TopicSettings;
import io.millrace.broker.transaction.BatchingProducer;
import io.millrace.broker.transaction.Checkpoint;
import io.millrace.broker.transaction.CommitGroup;
import io.millrace.broker.transaction.CommitPipeline;
import io.millrace.broker.transaction.Sessions;
import io.millrace.broker.transaction.TombstoneHolds;
import io.millrace.broker.transaction.TopicRequests;
import io.millrace.log.BrokerUnavailableException;
import io.millrace.log.ConsumerOptions;
import io.millrace.log.LogBroker;
import io.millrace.log.LogConsumer;
import io.millrace.log.LogProducer;
import io.millrace.log.PendingCommit;
import io.millrace.log.ProducerOptions;
import io.millrace.log.TopicAdmin;
import io.millrace.log.TopicDescription;
import io.millrace.log.TopicSpec;
import io.millrace.serialization.Deserializer;
import io.millrace.serialization.Serializer;
import io.millrace.time.Randomness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker inside this process: topics, transactions, consumer groups, on a directory or in memory. Safe from any thread; producers and
 * consumers are not. Whoever opens it closes it, after the producers and consumers.
 */
public final class EmbeddedBroker implements LogBroker, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    private final Disk disk;
    private final DataDirectory directory;
    private final OwnSchedulers schedulers;
    private final StorageHealth health;
    private final Recovery.Recovered recovered;
    private final CommitPipeline pipeline;
    private final Checkpoint checkpoint;
    private final EmbeddedTopics topics;
    private final Housekeeping housekeeping;
    private final BatchingProducer.Environment producers;
    private final PollingConsumer.Environment consumers;
    private final AtomicBoolean isClosed = new AtomicBoolean();

    private EmbeddedBroker(
            Disk disk, DataDirectory directory, OwnSchedulers schedulers, BrokerOptions options, Randomness randomness)
            throws IOException {
        this.disk = disk;
        this.directory = directory;
        this.schedulers = schedulers;
        boolean syncs = options.durability() == Durability.FSYNC;
        health = new StorageHealth(disk);
        LogSettings defaults = TopicSettings.read(
                "(every topic)",
                options.topicDefaults(),
                LogSettings.defaults(options.segmentBytes(), options.messageBytesMax()));
        LogEnvironment environment = new LogEnvironment(
                disk,
                options.clock(),
                new TailCache(options.tailCacheBytes()),
                health,
                new DiskReserve(disk, options.reserveBytes()),
                new AtomicInteger(),
                new AtomicLong());
        recovered = new Recovery(environment, defaults, options.clock(), syncs).run();
        Ledger ledger = recovered.ledger();
        TopicRegistry registry = recovered.topics();
        pipeline = new CommitPipeline(environment, ledger, recovered.commitLog(), syncs, schedulers.timers());
        checkpoint = new Checkpoint(pipeline, recovered.files(), registry, environment, schedulers.timers());
        GroupCoordinator groups = new GroupCoordinator(ledger.lock(), options.clock(), schedulers.timers());
        Sessions sessions = new Sessions(pipeline, registry, health, options.clock(), schedulers.timers());
        TombstoneHolds tombstones = new TombstoneHolds(pipeline);
        topics = new EmbeddedTopics(
                environment,
                defaults,
                registry,
                ledger,
                new TopicRequests(pipeline),
                tombstones,
                checkpoint,
                randomness);
        housekeeping = new Housekeeping(
                new Housekeeping.Parts(environment, registry, ledger, topics, tombstones, checkpoint),
                schedulers.timers(),
                options);
        housekeeping.begin();
        producers = new BatchingProducer.Environment(
                sessions, pipeline, groups, registry, health, options.clock(), checkpoint::runIfDue);
        consumers = new PollingConsumer.Environment(registry, ledger, groups, pipeline, options.clock());
    }

    // ---- opening ----

    /** A broker whose data lives as long as it does. */
    public static EmbeddedBroker inMemory() {
        return open(new HeapDisk(), BrokerOptions.inMemory());
    }

    /**
     * Opens the data in a directory, which is made if it is absent. Commits survive power loss.
     *
     * @throws IllegalArgumentException if the directory holds something else
     * @throws BrokerUnavailableException if it is open already, or cannot be read or written
     * @throws io.millrace.log.CorruptLogException if data is damaged
     */
    public static EmbeddedBroker open(Path directory) {
        return open(directory, BrokerOptions.defaults());
    }

    /** Opens the data in a directory. See {@link #open(Path)}. */
    public static EmbeddedBroker open(Path directory, BrokerOptions options) {
        return open(new FileDisk(directory), options);
    }

    /** Opens the data on a disk. See {@link #open(Path)}. */
    public static EmbeddedBroker open(Disk disk, BrokerOptions options) {
        try {
            try {
                return tryOpen(disk, options);
            } catch (IOException | BrokerUnavailableException e) {
                if (DiskReserve.release(disk, e)) {
                    return tryOpen(disk, options);
                }
                throw e;
            }
        } catch (IOException e) {
            throw new BrokerUnavailableException(
                    "Directory " + disk.describe("") + " cannot be opened (" + e
                            + "). Mend its permissions or the disk, and try again.",
                    e);
        }
    }

    private static EmbeddedBroker tryOpen(Disk disk, BrokerOptions options) throws IOException {
        Randomness randomness = options.randomness()
                .orElseGet(() -> Randomness.seeded(
                        options.clock().wallMs() * 1_000_003L + options.clock().monotonicNanos()));
        DataDirectory directory = DataDirectory.open(disk, randomness);
        if (disk.isTemporary()) {
            LOG.warn(
                    "The data is in {}, a directory for temporary files: the system may remove it. Choose another one for data that has to stay.",
                    disk.describe(""));
        }
        disk.networkFileSystem()
                .ifPresent(type -> LOG.warn(
                        "The data in {} is on a network file system ({}): another machine may be able to open it at the same time, and what was synced may not be safe."
                                + " Use a local disk.",
                        disk.describe(""),
                        type));
        OwnSchedulers schedulers = new OwnSchedulers(options);
        try {
            return new EmbeddedBroker(disk, directory, schedulers, options, randomness);
        } catch (IOException | RuntimeException e) {
            schedulers.close();
            directory.close();
            throw e;
        }
    }

    // ---- for programs ----

    /** Makes a topic with default settings, unless it exists. See {@link TopicAdmin#create}. */
    public TopicDescription createTopic(String name, int partitions) {
        return topics().create(new TopicSpec(name, partitions));
    }

    /** Makes a topic, unless it exists. See {@link TopicAdmin#create}. */
    public TopicDescription createTopic(String name, int partitions, Map<String, String> config) {
        return topics().create(new TopicSpec(name, partitions, config));
    }

    /** Changes settings of a topic. See {@link TopicAdmin#alter}. */
    public TopicDescription alterTopic(String name, Map<String, String> newSettings) {
        Map<String, Optional<String>> changes = new TreeMap<>();
        newSettings.forEach((key, value) -> changes.put(key, Optional.of(value)));
        return topics().alter(name, changes);
    }

    /** Removes a topic with its data, if it exists. See {@link TopicAdmin#delete}. */
    public void deleteTopic(String name) {
        topics().delete(name);
    }

    /** A producer of typed records, without transactions. */
    public <K, V> EmbeddedProducer<K, V> producer(Serializer<K> keySerializer, Serializer<V> valueSerializer) {
        ProducerOptions options = ProducerOptions.idempotent("producer");
        return new EmbeddedProducer<>(this, producer(options), keySerializer, valueSerializer, producers.clock());
    }

    /** A producer of typed records that writes in transactions; it fences older ones of the same id. */
    public <K, V> EmbeddedProducer<K, V> producer(
            Serializer<K> keySerializer, Serializer<V> valueSerializer, String transactionalId) {
        ProducerOptions options = ProducerOptions.transactional(transactionalId, transactionalId);
        return new EmbeddedProducer<>(this, producer(options), keySerializer, valueSerializer, producers.clock());
    }

    /** A read_committed consumer of typed records without a group: it is told what to read. */
    public <K, V> EmbeddedConsumer<K, V> consumer(Deserializer<K> keyDeserializer, Deserializer<V> valueDeserializer) {
        return consumer(keyDeserializer, valueDeserializer, ConsumerOptions.reader("consumer"));
    }

    /** A read_committed consumer of typed records that can share topics with others of its group. */
    public <K, V> EmbeddedConsumer<K, V> consumer(
            Deserializer<K> keyDeserializer, Deserializer<V> valueDeserializer, String group) {
        return consumer(keyDeserializer, valueDeserializer, ConsumerOptions.member(group, group));
    }

    /** A consumer of typed records with options of its own. */
    public <K, V> EmbeddedConsumer<K, V> consumer(
            Deserializer<K> keyDeserializer, Deserializer<V> valueDeserializer, ConsumerOptions options) {
        return new EmbeddedConsumer<>(topics(), consumer(options), keyDeserializer, valueDeserializer);
    }

    // ---- the SPI ----

    @Override
    public String clusterId() {
        return directory.clusterId();
    }

    @Override
    public TransactionScope transactionScope() {
        return TransactionScope.TASK;
    }

    @Override
    public TopicAdmin topics() {
        requireOpen();
        return topics;
    }

    @Override
    public LogConsumer consumer(ConsumerOptions options) {
        requireOpen();
        return new PollingConsumer(consumers, options);
    }

    @Override
    public LogProducer producer(ProducerOptions options) {
        requireOpen();
        health.requireWritable();
        return new BatchingProducer(producers, options);
    }

    @Override
    public List<PendingCommit> commit(List<LogProducer> committing, Runnable onDone) {
        requireOpen();
        List<PendingCommit> handles = CommitGroup.commit(pipeline, schedulers.syncs(), committing, onDone);
        checkpoint.runIfDue();
        return handles;
    }

    private void requireOpen() {
        if (isClosed.get()) {
            throw new BrokerUnavailableException(
                    BrokerUnavailableException.Remedy.OPEN_AGAIN, "The broker on " + disk.describe("") + " is closed");
        }
    }

    // ---- closing ----

    /** Makes all data durable and gives up the directory. Idempotent. */
    @Override
    public void close() {
        if (!isClosed.compareAndSet(false, true)) {
            return;
        }
        housekeeping.stop();
        try {
            if (!health.hasFailed()) {
                checkpoint.run();
            }
        } catch (IOException | BrokerUnavailableException e) {
            LOG.warn("The last snapshot could not be written; the next open takes longer, nothing is lost", e);
        }
        health.close();
        schedulers.close();
        closeFiles();
        directory.close();
    }

    private void closeFiles() {
        try {
            recovered.commitLog().close();
        } catch (IOException e) {
            LOG.warn("The commit log could not be closed", e);
        }
        for (Topic topic : recovered.topics().all()) {
            for (PartitionLog log : topic.partitions()) {
                try {
                    log.close();
                } catch (IOException e) {
                    LOG.warn("The log of {} could not be closed", log.partition(), e);
                }
            }
        }
    }
}
