package io.millrace.examples.enrichedorders;

/** What is known of a product. */
record Product(String name, String category) {}
