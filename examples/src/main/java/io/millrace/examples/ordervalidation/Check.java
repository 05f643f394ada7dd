package io.millrace.examples.ordervalidation;

/** What is checked of an order. */
enum Check {
    DETAILS,
    FRAUD,
    INVENTORY
}
