package io.millrace.simulation;

import io.millrace.record.TopicPartition;
import io.millrace.simulation.SimBroker.Placed;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was seen before, of what may only grow. */
final class History {

    private final Setup setup;
    private final Checks checks;
    private Map<TopicPartition, List<Placed>> outputs = new TreeMap<>(Order.PARTITIONS);
    private Map<TopicPartition, Long> committed = new TreeMap<>(Order.PARTITIONS);
    private Map<TopicPartition, Long> starts = new TreeMap<>(Order.PARTITIONS);
    private long lastCommit = -1;
    private int epoch = -1;

    History(Setup setup, Checks checks) {
        this.setup = setup;
        this.checks = checks;
    }

    /** An earlier state may come back, as a whole. */
    void forget() {
        outputs = new TreeMap<>(Order.PARTITIONS);
        committed = new TreeMap<>(Order.PARTITIONS);
        starts = new TreeMap<>(Order.PARTITIONS);
        lastCommit = -1;
    }

    /** A purge is not synced: what is purged may be there again after a crash, until the next purge. */
    void forgetStarts() {
        starts.clear();
    }

    /** Compares with what was seen before, and remembers what is seen now. */
    void look(SimBroker broker, Map<TopicPartition, Long> committedNow) {
        committedNow.forEach((partition, offset) ->
                grows("committed offset of " + partition, committed.put(partition, offset), offset));
        for (TopicPartition partition :
                broker.partitionsOf(setup.program().boundaries().values())) {
            long start = broker.topics().startOffset(partition);
            grows("start of " + partition, starts.put(partition, start), start);
        }
        long commit = broker.topics().lastCommitNumber();
        grows("commit number", lastCommit, commit);
        lastCommit = commit;
        int epochNow = broker.topics().epoch();
        grows("log epoch", (long) epoch, epochNow);
        epoch = epochNow;
        for (TopicPartition partition : broker.partitionsOf(setup.program().sinkTopics())) {
            List<Placed> now = broker.read(partition);
            List<Placed> before = outputs.getOrDefault(partition, List.of());
            checks.that(
                    Invariant.I6_COMMITTED_READS,
                    now.size() >= before.size() && now.subList(0, before.size()).equals(before),
                    () -> "a committed reader of " + partition + " has seen " + before + ", and now sees " + now);
            outputs.put(partition, now);
        }
    }

    private void grows(String what, Long before, long now) {
        checks.that(
                Invariant.I4_MONOTONE,
                before == null || before <= now,
                () -> "the " + what + " went back from " + before + " to " + now);
    }
}
