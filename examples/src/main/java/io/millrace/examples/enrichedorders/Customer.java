package io.millrace.examples.enrichedorders;

/** What is known of a customer. */
record Customer(String name, String city) {}
