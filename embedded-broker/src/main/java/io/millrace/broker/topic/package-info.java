/**
 * Topics: their names, settings and partitions' logs. How they are made durable is in {@code commitlog}; nothing here writes.
 *
 * <p>{@link io.millrace.broker.topic.Topic} and {@link io.millrace.broker.topic.TopicRegistry} (what exists now),
 * {@link io.millrace.broker.topic.TopicSettings} (Kafka's setting names and what of them this broker heeds).
 */
@NullMarked
package io.millrace.broker.topic;

import org.jspecify.annotations.NullMarked;
