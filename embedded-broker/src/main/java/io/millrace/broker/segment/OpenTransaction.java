package io.millrace.broker.segment;

/** A transaction of a producer that has no marker yet in a partition. */
public record OpenTransaction(long producerId, short producerEpoch, long firstOffset) {}
