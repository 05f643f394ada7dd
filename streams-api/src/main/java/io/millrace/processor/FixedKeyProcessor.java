package io.millrace.processor;

/**
 * A {@link Processor} that cannot change keys, so that what follows it needs no repartitioning. Life cycle and
 * threading are the same.
 *
 * @param <KIn> type of keys
 * @param <VIn> type of input values
 * @param <VOut> type of forwarded values
 */
@FunctionalInterface
public interface FixedKeyProcessor<KIn, VIn, VOut> {

    /** Called before the first record. */
    default void init(FixedKeyProcessorContext<KIn, VOut> context) {}

    /** Called for each record. An exception goes to the processing exception handler. */
    void process(FixedKeyRecord<KIn, VIn> record);

    /** Called when the task is given up. */
    default void close() {}
}
