package io.millrace.examples.cardfraud;

/** Somebody tried to pay with a card, whose number is the key. */
record Attempt(String merchant, long cents) {}
