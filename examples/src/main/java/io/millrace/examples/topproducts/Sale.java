package io.millrace.examples.topproducts;

/** Some units of a product, which is the key, were sold; returns have less than none. */
record Sale(long units) {}
