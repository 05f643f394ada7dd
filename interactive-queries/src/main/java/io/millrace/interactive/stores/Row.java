package io.millrace.interactive.stores;

/**
 * A row of a page.
 *
 * @param sort bytes by which rows of a page are in order, unsigned; no two rows of a scan have the same
 * @param json the row as the client gets it
 */
record Row(byte[] sort, byte[] json) {}
