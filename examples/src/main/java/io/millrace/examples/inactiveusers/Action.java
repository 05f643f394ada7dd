package io.millrace.examples.inactiveusers;

/** Something that a user did. */
record Action(String what) {}
