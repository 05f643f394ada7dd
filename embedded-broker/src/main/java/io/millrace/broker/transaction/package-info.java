/**
 * Producers and the commit pipeline: who may append, and what makes a transaction committed.
 *
 * <p>A commit, step by step (the numbers are those of the commit protocol): P3 the producer hands its last batches to the logs; P4 where commits are
 * synced, the touched logs and the input are synced; P5 the decision: under the decision lock, check producer and generation, take a number,
 * append to the commit log's buffer, then write and sync that; P6 markers; P7 offsets are published and the commit is acknowledged.
 *
 * <p>Reading order: {@link io.millrace.broker.transaction.CommitPipeline} (P4 to P7, for groups of {@code Request}s),
 * {@link io.millrace.broker.transaction.BatchingProducer} and {@code BatchingAppender} (a producer), {@code ProducerSession} (its transaction,
 * seen from all sides), {@link io.millrace.broker.transaction.Sessions} (who owns a transactional id), {@code TransactionCommit} and other requests,
 * {@link io.millrace.broker.transaction.Checkpoint}.
 *
 * <p>Locks, in the order in which they are taken: handing out of transactional ids; pipeline; session; log writer; decision lock. The pipeline's lock makes commit
 * groups take turns and is held over their I/O: that is its purpose, and nobody waits for it who is not about to do the same. A session's lock
 * is held while its batches go to the page cache, so that an owner that was fenced cannot append behind its successor's back.
 */
@NullMarked
package io.millrace.broker.transaction;

import org.jspecify.annotations.NullMarked;
