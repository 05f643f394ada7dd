package io.millrace.broker.segment;

import io.millrace.broker.disk.Disk;
import io.millrace.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all logs of a broker share.
 *
 * @param logEpoch number of recoveries of this data so far; stamped into batches
 * @param appendedBytes bytes appended by all logs since the broker was opened
 */
public record LogEnvironment(
        Disk disk,
        Clock clock,
        TailCache tailCache,
        StorageHealth health,
        DiskReserve reserve,
        AtomicInteger logEpoch,
        AtomicLong appendedBytes) {}
