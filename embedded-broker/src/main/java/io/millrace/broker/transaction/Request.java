package io.millrace.broker.transaction;

import io.millrace.broker.commitlog.Ledger;
import io.millrace.broker.commitlog.LogEntry;
import io.millrace.broker.segment.PartitionLog;
import java.util.List;

/** Something to decide. Each of the methods is called by the pipeline, by one thread at a time; exactly one of the last three ends it. */
interface Request {

    /** Logs whose present end must be durable before the decision, where commits are synced. */
    List<PartitionLog> dependencies();

    /**
     * Checks and makes the entry. Under the decision lock: quick, no I/O, no other lock.
     *
     * @throws RuntimeException if it is refused
     */
    LogEntry decide(Ledger ledger);

    /**
     * The entry is in the log: makes it visible. May be called again if it throws.
     *
     * @throws io.millrace.log.BrokerUnavailableException if that is not possible at the moment
     */
    void publish(LogEntry entry);

    /** All is done. */
    void committed(LogEntry entry);

    /** Nothing was or will be decided. */
    void failed(RuntimeException reason);

    /** Whether the entry is in the log is not known. */
    void unknown(RuntimeException reason);
}
