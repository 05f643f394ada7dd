package io.millrace.log;

import java.util.List;

/**
 * A partitioned, transactional log: the door to everything in this package. Safe from any thread.
 *
 * <p>Whoever opened the broker closes it; consumers and producers made here are closed by who asked for them, before that.
 */
public interface LogBroker {

    /** What one transaction spans in the runtime. */
    enum TransactionScope {
        /** Each task has a transaction of its own: a failing task does not abort its neighbours. */
        TASK,
        /** All tasks of a stream thread share one transaction. */
        THREAD
    }

    /** Identity of the log's data: it changes when the data is not a continuation of what was there before. */
    String clusterId();

    /** How far a transaction should reach on this broker. */
    TransactionScope transactionScope();

    /** Topics, offsets and committed offsets. */
    TopicAdmin topics();

    /** A new consumer that is assigned to nothing. */
    LogConsumer consumer(ConsumerOptions options);

    /**
     * A new producer. With a transactional id it fences, before this call returns, every older producer of that id and aborts what it
     * left open.
     *
     * @throws BrokerUnavailableException if the broker cannot take writes
     */
    LogProducer producer(ProducerOptions options);

    /**
     * Starts to commit the open transactions of {@code producers} together, so that they can share writes and syncs. Each is decided by
     * itself: one may fail while the others commit.
     *
     * <p>Returns without waiting for a disk or a network where the broker is able to (see {@link PendingCommit#state()}). Until the commit
     * of a producer is done, nothing else may be called on it.
     *
     * @param onDone called, on any thread and at most once, after the last of the handles has left {@link PendingCommit.State#PENDING} if one
     *     was pending when this call returned; it must only note the event ({@link LogConsumer#wakeup()} is fit for it)
     * @return one handle per producer, in the same order
     */
    List<PendingCommit> commit(List<LogProducer> producers, Runnable onDone);
}
