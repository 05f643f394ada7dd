package io.millrace.examples.platinumviews;

/** A user, who is the key, looked at a page. */
record PageView(String page) {}
