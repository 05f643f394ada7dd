package io.millrace.examples.clickthrough;

/** An ad was shown; the key is the id of this impression. */
record Impression(String ad) {}
