package io.millrace.broker.recovery;

import io.millrace.broker.batch.ControlMarker;
import io.millrace.broker.commitlog.CommitLog;
import io.millrace.broker.commitlog.CommitLogFiles;
import io.millrace.broker.commitlog.Ledger;
import io.millrace.broker.commitlog.LogEntry;
import io.millrace.broker.segment.LogDamage;
import io.millrace.broker.segment.LogEnvironment;
import io.millrace.broker.segment.LogRecovery;
import io.millrace.broker.segment.LogSettings;
import io.millrace.broker.segment.OpenTransaction;
import io.millrace.broker.segment.PartitionDamage;
import io.millrace.broker.segment.PartitionLog;
import io.millrace.broker.segment.StorageHealth;
import io.millrace.broker.topic.PartitionId;
import io.millrace.broker.topic.Topic;
import io.millrace.broker.topic.TopicRegistry;
import io.millrace.log.Isolation;
import io.millrace.log.TopicDescription;
import io.millrace.time.Clock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The steps from files to an open broker. Confined to the opening thread. */
public final class Recovery {

    private static final Logger LOG = LoggerFactory.getLogger(Recovery.class);

    private final LogEnvironment environment;
    private final LogSettings defaults;
    private final Clock clock;
    private final boolean syncsCommits;

    private final CommitLogFiles files;
    private final Ledger ledger = new Ledger();
    private final TopicRegistry topics = new TopicRegistry();
    // Entries of kinds that must outlive a cut of the commit log.
    private final List<LogEntry> kept = new ArrayList<>();

    /** An open broker's parts. */
    public record Recovered(Ledger ledger, CommitLog commitLog, CommitLogFiles files, TopicRegistry topics) {}

    public Recovery(LogEnvironment environment, LogSettings defaults, Clock clock, boolean syncsCommits) {
        this.environment = environment;
        this.defaults = defaults;
        this.clock = clock;
        this.syncsCommits = syncsCommits;
        files = new CommitLogFiles(environment.disk());
    }

    /**
     * A partition with damage is opened for reading only, and stays as it is.
     *
     * @throws io.millrace.log.CorruptLogException if the commit log is damaged; then nothing was changed
     */
    public Recovered run() throws IOException {
        ledger.lock().lock();
        try {
            Found found = new Found(files.read());
            found.scanLogs(environment, defaults);
            DurabilityCheck.require(found, environment.disk());
            List<CommitLogFiles.Located> entries = found.commitLog.entries();
            int holding = PrefixRule.length(entries, found.logs);
            cutTails(found);
            applyEntries(found, holding);
            cutDroppedCommits(found);
            long fileNumber = cutCommitLog(found, holding);
            if (StorageHealth.hadFailed(environment.disk())) {
                rewrite(found);
            }
            openTopics(found);
            return start(found, holding, fileNumber);
        } finally {
            ledger.lock().unlock();
        }
    }

    private static void cutTails(Found found) throws IOException {
        for (LogRecovery log : found.logs.values()) {
            LogDamage damage = log.damage();
            if (damage != null && log.kept() == null) {
                LOG.warn(
                        "{}: cut {} bytes of an unfinished write at offset {} ({}, position {}: {}); nothing committed was in them",
                        log.partition(),
                        damage.lostBytes(),
                        damage.offset(),
                        damage.file(),
                        damage.position(),
                        damage.problem());
                log.cutDamage();
            }
        }
    }

    private void applyEntries(Found found, int holding) {
        found.commitLog.snapshot().forEach(ledger::apply);
        List<CommitLogFiles.Located> entries = found.commitLog.entries();
        for (int i = 0; i < entries.size(); i++) {
            LogEntry entry = entries.get(i).entry();
            boolean outlivesCut = entry instanceof LogEntry.ProducerIdsReserved
                    || entry instanceof LogEntry.ProducerEpochGranted
                    || entry instanceof LogEntry.TopicCreated
                    || entry instanceof LogEntry.TopicDeleted
                    || entry instanceof LogEntry.Compacted
                    || entry instanceof LogEntry.EpochStarted;
            if (i < holding || outlivesCut) {
                ledger.apply(entry);
            }
            if (i >= holding && outlivesCut) {
                kept.add(entry);
            }
        }
        keepAheadOfLogs(found);
    }

    /** Where the commit log has lost its end, the logs may hold newer producers than it knows; their ids and epochs must not be given out again. */
    private void keepAheadOfLogs(Found found) {
        Map<Long, Short> epochs = new TreeMap<>();
        found.logs
                .values()
                .forEach(log -> log.producerEpochs()
                        .forEach((producerId, epoch) -> epochs.merge(producerId, epoch, (a, b) -> a > b ? a : b)));
        for (LogEntry.ProducerEpochGranted owner : ledger.owners()) {
            Short seen = epochs.get(owner.producerId());
            if (seen != null && seen > owner.epoch()) {
                keep(new LogEntry.ProducerEpochGranted(owner.transactionalId(), owner.producerId(), seen));
            }
        }
        long largest = epochs.keySet().stream().mapToLong(Long::longValue).max().orElse(-1);
        if (largest >= ledger.nextProducerId()) {
            keep(new LogEntry.ProducerIdsReserved(largest + 1));
        }
    }

    private void keep(LogEntry entry) {
        ledger.apply(entry);
        kept.add(entry);
    }

    private void cutDroppedCommits(Found found) throws IOException {
        long last = ledger.lastCommitNumber();
        for (LogRecovery log : found.logs.values()) {
            for (LogRecovery.CommitMarker marker : log.commitMarkers()) {
                PartitionDamage damage = log.kept();
                if (marker.commitNumber() > last && damage != null) {
                    throw damage.error();
                }
                if (marker.commitNumber() > last) {
                    LOG.warn(
                            "{}: cut from offset {} on, since commit {} did not survive; all data goes back to commit {}",
                            log.partition(),
                            marker.offset(),
                            marker.commitNumber(),
                            last);
                    log.cutTo(marker.offset());
                    break;
                }
            }
        }
    }

    private long cutCommitLog(Found found, int holding) throws IOException {
        List<CommitLogFiles.Located> entries = found.commitLog.entries();
        CommitLogFiles.Damage damage = found.commitLog.damage();
        if (holding < entries.size()) {
            CommitLogFiles.Located first = entries.get(holding);
            LOG.warn(
                    "Commit log: {} entries from {} on were dropped, since data that they stand for did not survive; all data goes back to"
                            + " commit {}",
                    entries.size() - holding,
                    first.position(),
                    ledger.lastCommitNumber());
            files.replaceTail(first.fileNumber(), first.position(), kept);
            kept.clear();
            return first.fileNumber();
        }
        if (damage != null) {
            LOG.warn(
                    "Commit log: cut {} bytes of an unfinished write in {} at position {}; nothing in them was acknowledged",
                    damage.lostBytes(),
                    damage.file(),
                    damage.position());
            files.cut(damage.fileNumber(), damage.position());
            return damage.fileNumber();
        }
        return found.commitLog.lastFileNumber();
    }

    private void rewrite(Found found) throws IOException {
        for (LogRecovery log : found.logs.values()) {
            log.rewrite();
        }
        files.rewrite();
    }

    private void openTopics(Found found) throws IOException {
        Set<Long> owned = new HashSet<>();
        ledger.owners().forEach(owner -> owned.add(owner.producerId()));
        for (LogEntry.TopicCreated topic : ledger.topics()) {
            List<PartitionLog> partitions = new ArrayList<>();
            for (int i = 0; i < topic.partitionCount(); i++) {
                PartitionId id = new PartitionId(topic.number(), i);
                LogRecovery log = found.logs.get(id);
                if (log == null) {
                    throw new IllegalStateException(
                            "Partition " + i + " of topic '" + topic.name() + "' was not scanned");
                }
                PartitionLog opened = log.open(ledger.logStart(id), ledger.compaction(id));
                forgetProducersOfTheLastProcess(log, opened, owned);
                partitions.add(opened);
            }
            topics.add(new Topic(
                    topic.number(),
                    new TopicDescription(topic.name(), topic.id(), topic.partitionCount(), topic.config()),
                    partitions));
        }
    }

    /**
     * A producer is an object of one process: nothing comes from it any more once that is over. Those with a transactional id have successors, who go on with the epoch;
     * all others would be kept for as long as the log is.
     *
     * @param owned ids of producers with a transactional id
     */
    private static void forgetProducersOfTheLastProcess(LogRecovery log, PartitionLog opened, Set<Long> owned) {
        for (long producerId : log.producerEpochs().keySet()) {
            if (!owned.contains(producerId)) {
                opened.forgetProducer(producerId);
            }
        }
    }

    private Recovered start(Found found, int holding, long fileNumber) throws IOException {
        CommitLog commitLog = files.open(fileNumber);
        boolean started = false;
        try {
            kept.forEach(commitLog::append);
            boolean hasNewEpoch = isUnclean(found);
            if (hasNewEpoch) {
                startEpoch(commitLog);
            }
            write(commitLog);
            if (hasNewEpoch && !syncsCommits) {
                // Even where nothing else is: a number given out twice would hide a store that is ahead of the log.
                commitLog.sync();
            }
            environment.logEpoch().set(ledger.epoch());
            endTransactions(found.commitLog.entries().subList(0, holding));
            // Last: from this entry on, all that was decided before is known to be durable if commits are synced.
            append(commitLog, new LogEntry.Opened(environment.disk().incarnation(), syncsCommits));
            write(commitLog);
            StorageHealth.recovered(environment.disk());
            started = true;
            return new Recovered(ledger, commitLog, files, topics);
        } finally {
            if (!started) {
                commitLog.close();
            }
        }
    }

    private void write(CommitLog commitLog) throws IOException {
        commitLog.seal();
        commitLog.write();
        if (syncsCommits) {
            commitLog.sync();
        }
    }

    /** Data without a snapshot counts too: it is new, or has lost everything, and must not be taken for what was there before. */
    private static boolean isUnclean(Found found) {
        return found.commitLog.snapshot().isEmpty()
                || !found.commitLog.entries().isEmpty()
                || found.commitLog.damage() != null
                || found.logs.values().stream()
                        .anyMatch(log -> log.kept() != null || log.endOffset() != log.recoveryOffset());
    }

    /** The ends are taken after all cutting and before anything is appended: a marker of ours would hide a store that is ahead. */
    private void startEpoch(CommitLog commitLog) {
        List<LogEntry.PartitionEnd> ends = new ArrayList<>();
        for (Topic topic : topics.all()) {
            for (int i = 0; i < topic.partitions().size(); i++) {
                long end = topic.partitions().get(i).endOffset(Isolation.READ_UNCOMMITTED);
                ends.add(new LogEntry.PartitionEnd(new PartitionId(topic.number(), i), end));
            }
        }
        append(commitLog, new LogEntry.EpochStarted(ledger.epoch() + 1, ledger.lastCommitNumber(), ends));
        List<LogEntry.PartitionEnd> damaged = new ArrayList<>(ends);
        damaged.removeIf(end -> isSound(end.partition()));
        if (!damaged.isEmpty()) {
            // Whatever is opened next, and how: what is damaged now is not taken for an unfinished write then.
            append(commitLog, new LogEntry.DurableEnds(damaged));
        }
    }

    private boolean isSound(PartitionId partition) {
        PartitionLog log = topics.findLog(partition);
        return log == null || log.damage() == null;
    }

    private void append(CommitLog commitLog, LogEntry entry) {
        ledger.apply(entry);
        commitLog.append(entry);
    }

    /** Completes decided transactions and aborts the others. A transaction whose marker is there is not open any more. */
    private void endTransactions(List<CommitLogFiles.Located> entries) throws IOException {
        long now = clock.wallMs();
        int completed = 0;
        for (CommitLogFiles.Located located : entries) {
            if (located.entry() instanceof LogEntry.Decision decision) {
                completed += complete(decision, now);
            }
        }
        int aborted = 0;
        for (Topic topic : topics.all()) {
            for (PartitionLog log : topic.partitions()) {
                if (log.damage() != null) {
                    continue;
                }
                for (OpenTransaction open : log.openTransactions()) {
                    log.appendMarker(ControlMarker.abort(), open.producerId(), open.producerEpoch(), now);
                    aborted++;
                }
                if (syncsCommits) {
                    log.sync();
                }
            }
        }
        if (completed + aborted > 0) {
            LOG.info("Recovery: {} commit markers completed, {} open transactions aborted", completed, aborted);
        }
    }

    private int complete(LogEntry.Decision decision, long now) {
        int completed = 0;
        for (LogEntry.PartitionEnd end : decision.touchedEnds()) {
            PartitionLog log = topics.findLog(end.partition());
            if (log == null || log.damage() != null) {
                continue;
            }
            for (OpenTransaction open : log.openTransactions()) {
                if (open.producerId() == decision.producerId() && open.firstOffset() < end.offset()) {
                    log.appendMarker(
                            ControlMarker.commit(decision.commitNumber()),
                            decision.producerId(),
                            decision.producerEpoch(),
                            now);
                    completed++;
                }
            }
        }
        return completed;
    }
}
