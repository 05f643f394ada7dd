package io.millrace.processor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.StreamsException;
import io.millrace.record.Header;
import io.millrace.record.RecordHeaders;
import org.junit.jupiter.api.Test;

class RecordTest {

    private final RecordHeaders headers = new RecordHeaders();

    @Test
    void shouldRefuseNegativeTimestamps() {
        Record<String, String> record = new Record<>("k", "v", 0);

        assertThatThrownBy(() -> new Record<>("k", "v", -1)).isInstanceOf(StreamsException.class);
        assertThatThrownBy(() -> record.withTimestamp(-1))
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("-1");
    }

    @Test
    void shouldChangeOnePartAndKeepTheOthers() {
        Record<String, String> record = new Record<>("k", "v", 5, headers.add("h", null));

        assertThat(record.withKey(1)).isEqualTo(new Record<>(1, "v", 5, headers));
        assertThat(record.withValue(2)).isEqualTo(new Record<>("k", 2, 5, headers));
        assertThat(record.withTimestamp(6)).isEqualTo(new Record<>("k", "v", 6, headers));
        assertThat(record.withHeaders(null)).isEqualTo(new Record<>("k", "v", 5));
        assertThat(record.<Integer>withValue(null).value()).isNull();
    }

    @Test
    void shouldShareNoHeadersWithAnyOtherRecord() {
        headers.add("first", null);
        Record<String, String> record = new Record<>("k", "v", 5, headers);
        Record<String, String> derived = record.withValue("w");

        headers.add("outside", null);
        derived.headers().add("derived", null);

        assertThat(record.headers()).extracting(Header::key).containsExactly("first");
        assertThat(derived.headers()).extracting(Header::key).containsExactly("first", "derived");
    }

    @Test
    void shouldNotShareHeadersThatWereEmptyAtFirst() {
        Record<String, String> record = new Record<>("k", "v", 5);
        Record<String, String> derived = record.withValue("w");

        derived.headers().add("derived", null);

        assertThat(record.headers()).isEmpty();
    }

    @Test
    void shouldEqualASubclassWithTheSameContents() {
        Record<String, String> late = new Record<>(null, "v", 5) {
            @Override
            public String key() {
                return "k";
            }
        };

        assertThat(late).isEqualTo(new Record<>("k", "v", 5)).hasSameHashCodeAs(new Record<>("k", "v", 5));
        assertThat(late.withValue("w").key()).isEqualTo("k");
    }

    @Test
    void shouldKeepTheSameRecordUnderAFixedKey() {
        Record<String, String> record = new Record<>("k", "v", 5);
        FixedKeyRecord<String, String> fixed = FixedKeyRecord.of(record);

        assertThat(fixed.asRecord()).isSameAs(record);
        assertThat(fixed.withValue(7).asRecord()).isEqualTo(new Record<>("k", 7, 5));
        assertThat(fixed).isEqualTo(FixedKeyRecord.of(new Record<>("k", "v", 5)));
    }
}
