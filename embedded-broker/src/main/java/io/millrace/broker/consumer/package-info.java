/**
 * Consumers: positions, polling, waiting for data. What a partition gives to a reader is in {@code segment}, membership in {@code group}.
 *
 * <p>{@link io.millrace.broker.consumer.PollingConsumer}, {@code Doorbell} (waiting).
 */
@NullMarked
package io.millrace.broker.consumer;

import org.jspecify.annotations.NullMarked;
