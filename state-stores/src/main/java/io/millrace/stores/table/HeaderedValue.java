package io.millrace.stores.table;

/**
 * Stored form of a value that is kept with headers. The arrays are not changed after they are handed in.
 *
 * @param stored the value: an object if its serde says that they are immutable, else bytes
 * @param headerBytes the headers as {@link HeaderBytes} writes them
 */
record HeaderedValue(Object stored, byte[] headerBytes) {}
