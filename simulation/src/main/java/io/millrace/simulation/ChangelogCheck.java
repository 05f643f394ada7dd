package io.millrace.simulation;

import io.millrace.record.TopicPartition;
import io.millrace.runtime.query.LocalTask;
import io.millrace.runtime.task.StreamTask;
import io.millrace.simulation.SimBroker.Placed;
import io.millrace.simulation.reference.Output;
import io.millrace.simulation.reference.Reference;
import java.util.List;
import java.util.Map;

/** Compares the changelogs of a task, once everything is processed, with what the reference keeps. */
final class ChangelogCheck {

    private final Setup setup;
    private final SimBroker broker;
    private final Checks checks;

    ChangelogCheck(Setup setup, SimBroker broker, Checks checks) {
        this.setup = setup;
        this.broker = broker;
        this.checks = checks;
    }

    void run(StreamTask task, Reference reference) {
        reference.stores().forEach((store, rows) -> checkRows(task, store, rows));
        // A topic of a table that serves as changelog has more, and a compaction leaves less.
        if (!setup.isOptimized() && !setup.variation().isTidied()) {
            reference.puts().forEach((store, puts) -> checkPuts(task, store, puts));
        }
    }

    private void checkRows(StreamTask task, String store, Map<String, String> rows) {
        StoreText.changelog(task.local(), store, broker)
                .ifPresent(actual -> checks.that(
                        Invariant.I2_CHANGELOG,
                        actual.equals(rows),
                        () -> "the changelog of store " + store + " of task " + task.id() + " adds up to " + actual
                                + ", but must to " + rows));
    }

    /** A versioned store logs every put. */
    private void checkPuts(StreamTask task, String store, List<Output> puts) {
        LocalTask.Store local = task.local().stores().get(store);
        TopicPartition changelog = local == null ? null : local.changelog();
        if (changelog != null) {
            List<Output> actual =
                    broker.read(changelog).stream().map(Placed::record).toList();
            checks.that(
                    Invariant.I2_CHANGELOG,
                    actual.equals(puts),
                    () -> "the changelog of store " + store + " of task " + task.id() + " is " + actual
                            + ", but must be " + puts);
        }
    }
}
