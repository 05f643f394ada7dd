package io.millrace.examples.enrichedorders;

/** An order; its key is the customer. */
record Order(String id, String product, int quantity) {}
