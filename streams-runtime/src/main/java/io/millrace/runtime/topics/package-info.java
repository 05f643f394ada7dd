/**
 * Topics a topology needs. {@link io.millrace.runtime.topics.TopicPlan} finds source topics and resolves partition counts,
 * {@link io.millrace.runtime.topics.InternalTopics} makes what is missing, {@link io.millrace.runtime.topics.TopologyFingerprint} tells topologies
 * apart. Reading and writing records is elsewhere.
 */
@NullMarked
package io.millrace.runtime.topics;

import org.jspecify.annotations.NullMarked;
