/**
 * The embedded broker, for programs: open it, make topics, write and read typed records. The stream runtime uses it through
 * {@code io.millrace.log.LogBroker}.
 *
 * <pre>{@code
 * try (EmbeddedBroker broker = EmbeddedBroker.open(Path.of("data"))) {
 *     broker.createTopic("orders", 4);
 *     ...
 * }
 * }</pre>
 *
 * <p>Reading order: {@link io.millrace.broker.EmbeddedBroker}, {@link io.millrace.broker.BrokerOptions},
 * {@link io.millrace.broker.EmbeddedProducer}, {@link io.millrace.broker.EmbeddedConsumer}. Below, from bottom to top: {@code disk} (storage),
 * {@code compression}, {@code batch} (record batches), {@code segment} (a partition's log), {@code topic}, {@code commitlog} (decisions), {@code recovery},
 * {@code group}, {@code transaction} (producers and commits), {@code consumer}.
 *
 * <p>A data directory has one directory per partition, {@code commit-log/}, {@code MILLRACE} (what this is: format version, cluster id) and {@code .lock}.
 */
@NullMarked
package io.millrace.broker;

import org.jspecify.annotations.NullMarked;
