package io.millrace.examples.ordertotals;

/**
 * An order.
 *
 * @param item what was ordered
 * @param cents its price: money is counted in whole cents, since floating-point numbers do not add up
 */
record Order(String item, long cents) {}
