package io.millrace.examples.ordervalidation;

/** How many units of a product the warehouse has. */
record Stock(int units) {}
