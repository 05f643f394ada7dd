package io.millrace.record;

import org.jspecify.annotations.Nullable;

/**
 * The headers of one record, in the order in which they were added. Iteration is in that order. Not safe for use by
 * several threads.
 */
public interface Headers extends Iterable<Header> {

    /** Adds a header at the end and returns this. Throws {@code IllegalStateException} if the headers are read-only. */
    Headers add(Header header) throws IllegalStateException;

    /** Adds a header at the end and returns this. Throws {@code IllegalStateException} if the headers are read-only. */
    Headers add(String key, byte @Nullable [] value) throws IllegalStateException;

    /** Removes all headers named {@code key}. Throws {@code IllegalStateException} if the headers are read-only. */
    Headers remove(String key) throws IllegalStateException;

    /** The header named {@code key} that was added last, or null. */
    @Nullable
    Header lastHeader(String key);

    /** All headers named {@code key}, in order; empty if there are none. */
    Iterable<Header> headers(String key);

    /** All headers, in order, in a new array. */
    Header[] toArray();
}
