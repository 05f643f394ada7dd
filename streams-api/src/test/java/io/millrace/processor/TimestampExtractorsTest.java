package io.millrace.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.StreamsException;
import io.millrace.record.ConsumerRecord;
import io.millrace.record.RecordHeaders;
import io.millrace.record.TimestampType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TimestampExtractorsTest {

    @Test
    void shouldTakeTheTimestampOfTheRecord() {
        for (TimestampExtractor extractor : List.of(
                new FailOnInvalidTimestamp(),
                new LogAndSkipOnInvalidTimestamp(),
                new UsePartitionTimeOnInvalidTimestamp())) {
            assertThat(extractor.extract(recordAt(42), 7)).isEqualTo(42);
        }
    }

    @Test
    void shouldFailSkipOrUsePartitionTimeWhenItIsNegative() {
        assertThatThrownBy(() -> new FailOnInvalidTimestamp().extract(recordAt(-1), 7))
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("t-3@8");
        assertThat(new LogAndSkipOnInvalidTimestamp().extract(recordAt(-1), 7)).isNegative();
        assertThat(new UsePartitionTimeOnInvalidTimestamp().extract(recordAt(-1), 7))
                .isEqualTo(7);
        assertThatThrownBy(() -> new UsePartitionTimeOnInvalidTimestamp().extract(recordAt(-1), -1))
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("t-3@8");
    }

    @Test
    void shouldReadTheClock() {
        assertThat(new WallclockTimestampExtractor(() -> Instant.ofEpochMilli(99)).extract(recordAt(1), 1))
                .isEqualTo(99);
    }

    private static ConsumerRecord<Object, Object> recordAt(long timestamp) {
        return new ConsumerRecord<>(
                "t", 3, 8, timestamp, TimestampType.CREATE_TIME, 1, 1, "k", "v", new RecordHeaders(), Optional.empty());
    }
}
