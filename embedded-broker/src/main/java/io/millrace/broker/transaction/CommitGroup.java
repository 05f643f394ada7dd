package io.millrace.broker.transaction;

import io.millrace.log.LogProducer;
import io.millrace.log.PendingCommit;
import io.millrace.time.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The commits of one call, and who is told when the last of them has ended. Thread-safe. */
public final class CommitGroup {

    private final Runnable onDone;
    // One per commit on its way and one for the call itself: if the call is the last, nobody has to be told.
    private final AtomicInteger open = new AtomicInteger(1);

    private CommitGroup(Runnable onDone) {
        this.onDone = onDone;
    }

    /**
     * Starts to commit the producers' transactions.
     *
     * @param syncScheduler where commits are synced, the pipeline runs there; else in this call
     */
    public static List<PendingCommit> commit(
            CommitPipeline pipeline, Scheduler syncScheduler, List<LogProducer> producers, Runnable onDone) {
        CommitGroup group = new CommitGroup(onDone);
        List<PendingCommit> handles = new ArrayList<>(producers.size());
        List<TransactionCommit> started = new ArrayList<>(producers.size());
        for (LogProducer producer : producers) {
            if (!(producer instanceof BatchingProducer own)) {
                throw new IllegalArgumentException("Producer " + producer + " is not of this broker");
            }
            PendingCommit handle = own.startCommit(group);
            handles.add(handle);
            if (handle instanceof TransactionCommit commit) {
                started.add(commit);
            }
        }
        if (!started.isEmpty()) {
            group.open.addAndGet(started.size());
            pipeline.announce(started);
            if (pipeline.syncs()) {
                syncScheduler.run(pipeline::process);
            } else {
                pipeline.process();
            }
        }
        group.open.decrementAndGet();
        return handles;
    }

    void ended() {
        if (open.decrementAndGet() == 0) {
            onDone.run();
        }
    }
}
