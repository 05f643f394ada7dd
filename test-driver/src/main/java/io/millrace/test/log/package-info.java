/**
 * The logs under a test driver. For one task: lists in memory behind the broker SPI of {@code io.millrace.log}. A transaction's records become visible together, and in the
 * order in which they were appended, across topics: {@link io.millrace.test.log.HeapLog} hands them to its listener in that order. There are no markers, so that
 * offsets count records. Not a broker: no files, no group members, one thread. For separate tasks {@link io.millrace.test.log.ObservedBroker} stands in front of an
 * embedded broker in memory, and tells of what is committed there in the same way.
 */
@NullMarked
package io.millrace.test.log;

import org.jspecify.annotations.NullMarked;
