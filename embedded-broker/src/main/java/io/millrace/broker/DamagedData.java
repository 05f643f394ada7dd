package io.millrace.broker;

import io.millrace.broker.disk.Disk;
import io.millrace.broker.recovery.AcceptedLoss;
import io.millrace.broker.segment.DiskReserve;
import io.millrace.broker.segment.LogEnvironment;
import io.millrace.broker.segment.LogSettings;
import io.millrace.broker.segment.PartitionDamage;
import io.millrace.broker.segment.StorageHealth;
import io.millrace.broker.segment.TailCache;
import io.millrace.log.BrokerUnavailableException;
import io.millrace.record.TopicPartition;
import io.millrace.time.Clock;
import io.millrace.time.Randomness;
import io.millrace.time.SystemClock;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** What can be done about damaged data in a directory that no broker has open. Stateless. */
public final class DamagedData {

    private DamagedData() {}

    /**
     * Gives up the damaged records of a partition, for good: their offsets are empty from then on, whole records before and behind stay, and the partition
     * takes writes again. Transactions that may have ended within the damage and of which no decision is known are aborted. Never done unless it is asked for.
     *
     * @return a line for each range that was given up; empty if nothing was damaged
     * @throws IllegalArgumentException if it is not a broker's directory, or has no such partition
     * @throws BrokerUnavailableException if a broker has it open, or it cannot be read or written
     * @throws io.millrace.log.CorruptLogException if the commit log is damaged, or the damage cannot be given up alone; then nothing was changed
     */
    public static List<String> acceptLoss(Disk disk, TopicPartition partition) {
        return acceptLoss(disk, SystemClock.instance(), partition);
    }

    static List<String> acceptLoss(Disk disk, Clock clock, TopicPartition partition) {
        if (!disk.exists(DataDirectory.IDENTITY)) {
            throw new IllegalArgumentException(
                    disk.describe("") + " is not a data directory: it has no " + DataDirectory.IDENTITY + " file");
        }
        try {
            // The directory exists, so that nothing is drawn.
            DataDirectory held = DataDirectory.open(disk, Randomness.seeded(0));
            try {
                return AcceptedLoss.run(environment(disk, clock), defaults(), partition).stream()
                        .map(DamagedData::describe)
                        .toList();
            } finally {
                held.close();
            }
        } catch (IOException e) {
            throw new BrokerUnavailableException(
                    "The data in " + disk.describe("") + " cannot be read or written (" + e
                            + "). Mend its permissions or the disk, and try again.",
                    e);
        }
    }

    private static LogEnvironment environment(Disk disk, Clock clock) {
        return new LogEnvironment(
                disk,
                clock,
                new TailCache(0),
                new StorageHealth(disk),
                new DiskReserve(disk, 0),
                new AtomicInteger(),
                new AtomicLong());
    }

    private static LogSettings defaults() {
        return LogSettings.defaults(BrokerOptions.DEFAULT_SEGMENT_BYTES, BrokerOptions.DEFAULT_MESSAGE_BYTES_MAX);
    }

    private static String describe(PartitionDamage lost) {
        return lost.partition() + ": offsets " + lost.offset() + " to " + (lost.endOffset() - 1) + " are given up ("
                + lost.file() + ", bytes " + lost.position() + " to " + lost.endPosition() + ": " + lost.problem()
                + ")";
    }
}
