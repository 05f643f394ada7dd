package io.millrace.runtime.loop;

import io.millrace.errors.MillraceException;
import io.millrace.errors.TaskMigratedException;
import io.millrace.log.BrokerUnavailableException;
import io.millrace.log.FencedException;
import io.millrace.log.LogException;
import io.millrace.log.TransactionExpiredException;
import io.millrace.stores.engine.DamagedStoreException;
import io.millrace.stores.engine.UnavailableStoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a loop does about a failure that is not the end of its thread. Confined to the loop's thread. */
final class Setbacks {

    private static final Logger LOG = LoggerFactory.getLogger(Setbacks.class);

    private final String loopName;
    private final PlanWatch planWatch;
    private final Rebuilds rebuilds = new Rebuilds();
    private final Outage outage;

    /** What is to be done. */
    enum Remedy {
        /** Make the tasks anew from what is committed. */
        REOPEN,
        /** The same, and have the group distribute them anew. */
        REDISTRIBUTE,
        /** Put the tasks back to their last commits; the outage says whether to rest. */
        REWIND
    }

    Setbacks(String loopName, PlanWatch planWatch) {
        this.loopName = loopName;
        this.planWatch = planWatch;
        this.outage = new Outage(loopName);
    }

    Outage outage() {
        return outage;
    }

    /** Throws the failure again if it is one that ends the thread. */
    Remedy remedyFor(MillraceException failure, long nowNanos) {
        if (failure instanceof TaskMigratedException || failure instanceof FencedException) {
            // Also in the middle of processing: what a task appends may be refused before its next commit is.
            LOG.warn("{}: {}", loopName, failure.getMessage());
            return Remedy.REOPEN;
        }
        if (failure instanceof TransactionExpiredException) {
            LOG.warn("{}: {} Its tasks are back at their last commits", loopName, failure.getMessage());
            return Remedy.REWIND;
        }
        if (failure instanceof DamagedStoreException damage) {
            rebuilds.begin(damage);
            return Remedy.REOPEN;
        }
        if (failure instanceof UnavailableStoreException) {
            outage.rest(failure, nowNanos);
            return Remedy.REOPEN;
        }
        if (failure instanceof BrokerUnavailableException unavailable && unavailable.isTemporary()) {
            outage.rest(failure, nowNanos);
            return Remedy.REWIND;
        }
        if (failure instanceof LogException && planWatch.hasChangedLately(nowNanos)) {
            // A topic that matched a pattern was deleted.
            LOG.warn(
                    "{}: {}; what is left of the topics that match is distributed anew",
                    loopName,
                    failure.getMessage());
            return Remedy.REDISTRIBUTE;
        }
        throw failure;
    }
}
