/**
 * Compression of the records of a batch: {@link io.millrace.broker.compression.Compression} names the kinds, one class each does the work. Gzip comes with Java; the others need a
 * library on the class path, which is missed only when such bytes are read or written. Where the bytes stand in a batch is in {@code batch}.
 */
@NullMarked
package io.millrace.broker.compression;

import org.jspecify.annotations.NullMarked;
