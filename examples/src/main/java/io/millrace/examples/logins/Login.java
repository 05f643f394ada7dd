package io.millrace.examples.logins;

/** Somebody logged in from an address. */
record Login(String address) {}
