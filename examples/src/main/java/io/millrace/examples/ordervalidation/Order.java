package io.millrace.examples.ordervalidation;

import org.jspecify.annotations.Nullable;

/**
 * An order as it was placed; nobody has looked at it yet, so anything can be missing.
 *
 * @param id key of the record, too
 * @param cents price of all units together
 */
record Order(String id, @Nullable String customer, @Nullable String product, int units, long cents) {}
