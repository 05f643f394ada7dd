package io.millrace.examples.clickthrough;

/** The ad of an impression, whose id is the key, was clicked. */
record Click(String page) {}
