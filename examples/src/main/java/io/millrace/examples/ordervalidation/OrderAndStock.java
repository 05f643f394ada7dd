package io.millrace.examples.ordervalidation;

import org.jspecify.annotations.Nullable;

/**
 * An order, and what the warehouse has of its product.
 *
 * @param stock null if the warehouse does not know the product
 */
record OrderAndStock(Order order, @Nullable Stock stock) {}
