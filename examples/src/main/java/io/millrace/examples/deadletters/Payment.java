package io.millrace.examples.deadletters;

/** A payment into an account, which is the key. */
record Payment(String id, long cents) {}
