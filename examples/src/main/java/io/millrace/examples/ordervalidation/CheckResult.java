package io.millrace.examples.ordervalidation;

/** The result of one check of an order, whose id is the key. */
record CheckResult(Check check, boolean passed) {}
