package io.millrace.examples.enrichedorders;

import org.jspecify.annotations.Nullable;

/** An order with its customer, if that is known: the result of the first join. Lives between two operators only, and is never written. */
record OrderWithCustomer(Order order, @Nullable Customer customer) {}
