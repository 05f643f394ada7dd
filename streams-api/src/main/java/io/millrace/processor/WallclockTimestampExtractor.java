package io.millrace.processor;

import io.millrace.record.ConsumerRecord;
import java.time.Instant;
import java.util.function.Supplier;

/** Gives each record the system time at which it is processed. Results then depend on when the program runs. */
public class WallclockTimestampExtractor implements TimestampExtractor {

    private final Supplier<Instant> now;

    /** Made by name from the configuration; reads the system clock. */
    public WallclockTimestampExtractor() {
        this(Instant::now);
    }

    WallclockTimestampExtractor(Supplier<Instant> now) {
        this.now = now;
    }

    @Override
    public long extract(ConsumerRecord<Object, Object> record, long partitionTime) {
        return now.get().toEpochMilli();
    }
}
