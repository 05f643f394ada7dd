/**
 * Kafka's record batch format v2 (magic 2): bytes in, records out. Nothing here knows files, offsets that are not in a batch, or
 * transactions beyond the bits that a batch carries.
 *
 * <p>A batch, big-endian:
 *
 * <pre>
 *  0 base offset            8      23 last offset delta  4
 *  8 length of what follows 4      27 base timestamp     8
 * 12 partition leader epoch 4      35 max timestamp      8
 * 16 magic (2)              1      43 producer id        8
 * 17 CRC32C of 21..end      4      51 producer epoch     2
 * 21 attributes             2      53 base sequence      4
 *                                  57 record count       4
 * 61 records: length varint, attributes 1, timestamp delta varlong, offset delta varint,
 *    key length varint (-1: null), key, value length varint (-1: null), value,
 *    header count varint, per header: key length varint, key, value length varint (-1: null), value
 * </pre>
 *
 * Varints are zigzag-encoded. The base offset and the leader epoch are outside the CRC: the log sets them when it appends.
 *
 * <p>Reading order: {@link io.millrace.broker.batch.BatchFormat}, {@link io.millrace.broker.batch.BatchBuilder} (writes),
 * {@link io.millrace.broker.batch.BatchCursor} (reads), {@link io.millrace.broker.batch.ControlMarker}.
 * {@link io.millrace.broker.batch.ByteWriter} and {@link io.millrace.broker.batch.ByteReader} are shared with the formats of other packages.
 */
@NullMarked
package io.millrace.broker.batch;

import org.jspecify.annotations.NullMarked;
