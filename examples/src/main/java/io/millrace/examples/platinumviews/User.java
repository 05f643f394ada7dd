package io.millrace.examples.platinumviews;

/** What is known of a user. */
record User(String name, String level) {}
