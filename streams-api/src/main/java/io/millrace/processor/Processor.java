package io.millrace.processor;

/**
 * User code that sees one record after the other and forwards what it likes. The task makes one from its supplier,
 * calls {@link #init} once, {@link #process} per record, {@link #close} once; after a rewind of the task it closes the
 * processor and initialises it again, so anything worth keeping belongs into a store. One thread at a time.
 *
 * @param <KIn> type of input keys
 * @param <VIn> type of input values
 * @param <KOut> type of forwarded keys
 * @param <VOut> type of forwarded values
 */
@FunctionalInterface
public interface Processor<KIn, VIn, KOut, VOut> {

    /** Called before the first record; keep the context, look up stores and schedule punctuations here. */
    default void init(ProcessorContext<KOut, VOut> context) {}

    /** Called for each record. An exception goes to the processing exception handler. */
    void process(Record<KIn, VIn> record);

    /** Called when the task is given up; stores are closed by the task, not here. */
    default void close() {}
}
