package io.millrace.test;

import io.millrace.metrics.Metric;
import io.millrace.metrics.MetricName;
import io.millrace.processor.StateStore;
import io.millrace.processor.TaskId;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/** How a driver runs its topology: as one task, or as the runtime would. Confined to the test's thread. */
interface DriverMode extends AutoCloseable {

    /** Takes a record in, and processes it with all that follows from it. */
    void pipe(PipedRecord record);

    /** Runs what is due by wall clock, with all that follows from it. */
    void wallClockMoved();

    /** The tasks that run. */
    Set<TaskId> taskIds();

    Map<MetricName, ? extends Metric> metrics();

    /** Names of all stores. */
    Set<String> storeNames();

    /** The store's parts by partition, at least one; empty if there is no store of that name. A global store has one part, 0. */
    SortedMap<Integer, StateStore> store(String name);

    /** Drops what is not committed, makes everything anew, and processes what is left to do. */
    void crashAndRecover();

    /** The next commit does not happen: instead {@link #crashAndRecover} does. */
    void crashBeforeCommit();

    @Override
    void close();
}
