/**
 * What Millrace needs of a broker: the service-provider interface between the stream runtime and a partitioned,
 * transactional log. It is implemented by the embedded broker, and shaped so that kafka-clients can implement it too.
 * No processing, no storage format and no wire protocol lives here.
 *
 * <p>Reading order: {@link io.millrace.log.LogBroker} (the door), {@link io.millrace.log.TopicAdmin},
 * {@link io.millrace.log.LogConsumer} with {@link io.millrace.log.RecordBatch} (what a poll gives) and
 * {@link io.millrace.log.GroupProtocol} (membership), {@link io.millrace.log.LogProducer} with
 * {@link io.millrace.log.PartitionAppender} and {@link io.millrace.log.PendingCommit}.
 *
 * <h2>How each call maps to kafka-clients</h2>
 *
 * <table>
 * <caption>SPI call and its counterpart</caption>
 * <tr><th>here</th><th>kafka-clients</th></tr>
 * <tr><td>{@code TopicAdmin.describe/list/create/delete}</td><td>{@code Admin.describeTopics, describeConfigs, listTopics,
 *     createTopics, deleteTopics}</td></tr>
 * <tr><td>{@code TopicAdmin.settings/alter}</td><td>{@code Admin.describeConfigs, incrementalAlterConfigs}</td></tr>
 * <tr><td>{@code TopicAdmin.startOffset/endOffset}</td><td>{@code Admin.listOffsets} with {@code OffsetSpec.earliest},
 *     {@code latest} and the isolation level</td></tr>
 * <tr><td>{@code TopicAdmin.offsetForTime}</td><td>{@code Admin.listOffsets} with {@code OffsetSpec.forTimestamp}</td></tr>
 * <tr><td>{@code TopicAdmin.deleteRecords}</td><td>{@code Admin.deleteRecords}</td></tr>
 * <tr><td>{@code TopicAdmin.holdTombstones}</td><td>{@code TombstoneHold.NONE}, and the age of a store against {@code delete.retention.ms} tells whether it has missed
 *     deletions</td></tr>
 * <tr><td>{@code TopicAdmin.committed}</td><td>{@code Admin.listConsumerGroupOffsets} with {@code requireStable}; a
 *     retriable error becomes {@link io.millrace.log.BrokerUnavailableException}, never "no offset"</td></tr>
 * <tr><td>{@code TopicAdmin.epoch/isContinued}</td><td>the leader epoch of the partition, and the client's truncation detection: the end offset of an epoch
 *     ({@code OffsetsForLeaderEpoch}); the commit number does not count</td></tr>
 * <tr><td>{@code LogConsumer.assign/seek/pause/resume/position/wakeup/lag}</td><td>the methods of the same names of
 *     {@code Consumer}; {@code lag} is {@code currentLag}</td></tr>
 * <tr><td>{@code LogConsumer.poll}</td><td>{@code Consumer.poll(Duration)}; each partition's list of records becomes one
 *     {@code RecordBatch} cursor; {@code nextOffset()} is {@code ConsumerRecords.nextOffsets()}</td></tr>
 * <tr><td>{@code LogConsumer.subscribe} with a {@code GroupProtocol}</td><td>{@code Consumer.subscribe} with a
 *     {@code ConsumerPartitionAssignor}: {@code metadata} is {@code subscriptionUserData}, {@code assign} is {@code assign},
 *     {@code onAssigned} is {@code onAssignment}, {@code onRevoked/onLost} are those of {@code ConsumerRebalanceListener}
 *     </td></tr>
 * <tr><td>{@code LogConsumer.membership}</td><td>{@code Consumer.groupMetadata}</td></tr>
 * <tr><td>{@code LogConsumer.commit}</td><td>{@code Consumer.commitSync(offsets)}</td></tr>
 * <tr><td>{@code LogBroker.producer}</td><td>{@code KafkaProducer}; with a transactional id the constructor is followed by
 *     {@code initTransactions}</td></tr>
 * <tr><td>{@code PartitionAppender.append}</td><td>{@code Producer.send}; the bytes are copied into the
 *     {@code ProducerRecord}</td></tr>
 * <tr><td>{@code LogProducer.flush}, {@code lastOffset}</td><td>{@code Producer.flush}; the largest offset among the
 *     acknowledgements of the partition</td></tr>
 * <tr><td>{@code LogProducer.begin}</td><td>{@code beginTransaction}</td></tr>
 * <tr><td>{@code LogProducer.addOffsets}</td><td>{@code sendOffsetsToTransaction(offsets, groupMetadata)}</td></tr>
 * <tr><td>{@code LogBroker.commit}</td><td>{@code commitTransaction} of each producer; the returned handle is done at once
 *     </td></tr>
 * <tr><td>{@code LogProducer.abort}</td><td>{@code abortTransaction}</td></tr>
 * <tr><td>{@link io.millrace.log.FencedException}</td><td>{@code ProducerFencedException}, {@code InvalidProducerEpochException},
 *     {@code CommitFailedException}, {@code FencedInstanceIdException}</td></tr>
 * <tr><td>{@link io.millrace.log.CommitOutcomeUnknownException}</td><td>{@code TimeoutException} of {@code commitTransaction}
 *     </td></tr>
 * </table>
 *
 * <p>Threading: {@link io.millrace.log.LogBroker} and {@link io.millrace.log.TopicAdmin} are safe from any thread. A consumer, and a
 * producer with its appenders, belong to one thread at a time; only {@link io.millrace.log.LogConsumer#wakeup()} may be
 * called from another.
 */
@NullMarked
package io.millrace.log;

import org.jspecify.annotations.NullMarked;
