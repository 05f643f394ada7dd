package io.millrace.processor;

/**
 * A {@link ProcessingContext} that can forward records under the key of the record being processed.
 *
 * @param <KForward> bound of forwarded keys
 * @param <VForward> bound of forwarded values
 */
public interface FixedKeyProcessorContext<KForward, VForward> extends ProcessingContext {

    /** Hands {@code record} to all children, in the order in which they were added; returns when they are done. */
    <K extends KForward, V extends VForward> void forward(FixedKeyRecord<K, V> record);

    /** Hands {@code record} to the child with this name. Throws {@code StreamsException} if there is none. */
    <K extends KForward, V extends VForward> void forward(FixedKeyRecord<K, V> record, String childName);
}
