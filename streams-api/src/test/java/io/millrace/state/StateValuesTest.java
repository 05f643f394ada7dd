package io.millrace.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.ConfigException;
import io.millrace.errors.StreamsException;
import io.millrace.record.RecordHeaders;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateValuesTest {

    @Test
    void shouldMakeNothingOfANullValueUnlessAskedTo() {
        assertThat(ValueAndTimestamp.make(null, 1)).isNull();
        assertThat(ValueAndTimestamp.makeAllowNullable(null, 1).timestamp()).isEqualTo(1);
        assertThat(ValueAndTimestamp.<String>getValueOrNull(null)).isNull();
        assertThat(ValueAndTimestamp.make("v", 1))
                .isEqualTo(ValueAndTimestamp.make("v", 1))
                .hasToString("<v,1>");
        assertThat(ValueTimestampHeaders.make(null, 1, null)).isNull();
        assertThat(ValueTimestampHeaders.make("v", 1, null).headers()).isEmpty();
    }

    @Test
    void shouldRefuseAnAggregateWithoutHeaders() {
        assertThatThrownBy(() -> AggregationWithHeaders.make("a", null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> AggregationWithHeaders.makeAllowNullable(null, null))
                .isInstanceOf(NullPointerException.class);
        assertThat(AggregationWithHeaders.<String>make(null, null)).isNull();
    }

    @Test
    void shouldRefuseSerdesOfAStoreThatAreNull() {
        assertThatThrownBy(() -> new StateSerdes<>(null, Serdes.String(), Serdes.String()))
                .isInstanceOf(NullPointerException.class)
                .hasMessage("topic cannot be null");
        assertThatThrownBy(() -> StateSerdes.withBuiltinTypes("topic", null, String.class))
                .isInstanceOf(NullPointerException.class);
    }

    @Test
    void shouldPutTimestampAndHeadersInFront() {
        byte[] value = {9};

        assertThat(TimestampedBytesStore.convertToTimestampedFormat(value))
                .containsExactly(-1, -1, -1, -1, -1, -1, -1, -1, 9);
        assertThat(HeadersBytesStore.convertToHeaderFormat(value)).containsExactly(0, 9);
        assertThat(HeadersBytesStore.convertFromPlainToHeaderFormat(value))
                .containsExactly(0, -1, -1, -1, -1, -1, -1, -1, -1, 9);
        assertThat(HeadersBytesStore.convertFromPlainToHeaderFormat(null)).isNull();
    }

    @Test
    void shouldReadHostAndPort() {
        assertThat(HostInfo.buildFromEndpoint("h:1")).isEqualTo(new HostInfo("h", 1));
        assertThat(HostInfo.buildFromEndpoint("http://my-host.x:90")).isEqualTo(new HostInfo("my-host.x", 90));
        assertThat(HostInfo.buildFromEndpoint("[::1]:80")).isEqualTo(new HostInfo("::1", 80));
        assertThat(HostInfo.buildFromEndpoint(" ")).isNull();
        assertThat(HostInfo.buildFromEndpoint(null)).isNull();
        for (String wrong : List.of("h", "h:x", ":1", "h:99999999999")) {
            assertThatThrownBy(() -> HostInfo.buildFromEndpoint(wrong))
                    .as(wrong)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining(wrong);
        }
    }

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"}) // the mistake that the message is for
    void shouldSayWhichSerdeDoesNotFit() {
        StateSerdes<String, Object> serdes = new StateSerdes<>("counts", Serdes.String(), (Serde) Serdes.Long());

        assertThatThrownBy(() -> serdes.rawValue("x", new RecordHeaders()))
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("LongSerializer")
                .hasMessageContaining("java.lang.String")
                .hasMessageContaining("default.value.serde");
    }

    @Test
    void shouldNameInstantsOutOfRange() {
        assertThatThrownBy(() -> EpochMillis.of(Instant.MAX, "timeTo"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("timeTo");
        assertThat(EpochMillis.of(Instant.ofEpochMilli(5), "timeTo")).isEqualTo(5);
    }

    @Test
    void shouldEqualStrategiesOfOneType() {
        assertThat(EmitStrategy.onWindowClose()).isEqualTo(EmitStrategy.onWindowClose());
        assertThat(EmitStrategy.onWindowClose()).isNotEqualTo(EmitStrategy.onWindowUpdate());
        assertThat(DslStoreFormat.of("headers")).isEqualTo(DslStoreFormat.HEADERS);
    }
}
