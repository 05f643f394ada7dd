package io.millrace.examples.enrichedorders;

/** What a product costs now. */
record Price(long cents) {}
