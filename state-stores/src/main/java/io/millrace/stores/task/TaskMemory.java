package io.millrace.stores.task;

import io.millrace.stores.table.RecordCacheBudget;

/**
 * What a task's stores may use.
 *
 * @param recordCache the thread's budget for unforwarded changes
 * @param heldBackCommits so many commits go to the engine at once, unless they are large or old
 * @param budgets shared by all tasks of the application
 */
public record TaskMemory(RecordCacheBudget recordCache, int heldBackCommits, StoreBudgets budgets) {

    /** For a task alone, with as many commits at once as usual. */
    public TaskMemory(RecordCacheBudget recordCache, long readCacheBytes) {
        this(recordCache, readCacheBytes, HeldBackCommits.DEFAULT_MAX_COMMITS);
    }

    /** For a task alone. */
    public TaskMemory(RecordCacheBudget recordCache, long readCacheBytes, int heldBackCommits) {
        this(recordCache, heldBackCommits, StoreBudgets.of(readCacheBytes, Long.MAX_VALUE));
    }
}
