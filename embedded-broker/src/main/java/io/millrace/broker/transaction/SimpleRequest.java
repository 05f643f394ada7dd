package io.millrace.broker.transaction;

import io.millrace.broker.commitlog.LogEntry;
import io.millrace.broker.segment.PartitionLog;
import io.millrace.log.BrokerUnavailableException;
import io.millrace.log.CommitOutcomeUnknownException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request whose caller waits for the pipeline and then asks for the result. Ended under the pipeline's lock, which the caller takes after it. */
abstract class SimpleRequest implements Request {

    private volatile @Nullable LogEntry entry;
    private volatile @Nullable RuntimeException failure;

    @Override
    public List<PartitionLog> dependencies() {
        return List.of();
    }

    @Override
    public void publish(LogEntry decided) {}

    @Override
    public final void committed(LogEntry decided) {
        entry = decided;
    }

    @Override
    public final void failed(RuntimeException reason) {
        failure = reason;
    }

    @Override
    public final void unknown(RuntimeException reason) {
        failure = new CommitOutcomeUnknownException(
                "The storage failed; whether this was recorded is known when the broker is opened again", reason);
    }

    /**
     * What was decided.
     *
     * @throws RuntimeException why it was not
     */
    final LogEntry requireEntry() {
        RuntimeException reason = failure;
        if (reason != null) {
            throw reason;
        }
        LogEntry decided = entry;
        if (decided == null) {
            throw new BrokerUnavailableException(
                    "Earlier commits are decided, but cannot be published at the moment, since the storage cannot be written, and this"
                            + " one waits behind them. Nothing is lost; free space on the disk and try again");
        }
        return decided;
    }
}
