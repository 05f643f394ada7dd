package io.millrace.dsl.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.StreamsException;
import io.millrace.serialization.SerializationException;
import io.millrace.serialization.StringDeserializer;
import io.millrace.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

/** The expected bytes were written by Kafka Streams 4.3.1. */
class ChangeSerdeTest {

    private final ChangeSerializer serializer = new ChangeSerializer(new StringSerializer());
    private final ChangeDeserializer deserializer = new ChangeDeserializer(new StringDeserializer());

    @Test
    void shouldWriteChangesAsKafkaStreamsDoes() {
        assertThat(serializer.serialize("t", new Change<>("ab", null))).containsExactly('a', 'b', 1);
        assertThat(serializer.serialize("t", new Change<>(null, "xyz"))).containsExactly('x', 'y', 'z', 0);
        assertThat(serializer.serialize("t", new Change<>("ab", "xyz"))).containsExactly(4, 'a', 'b', 'x', 'y', 'z', 2);
    }

    @Test
    void shouldReadWhatItWrites() {
        Change<Object> longValue = new Change<>("n".repeat(300), "o".repeat(5));

        Change<Object> read = deserializer.deserialize("t", serializer.serialize("t", longValue));

        assertThat(read).isEqualTo(longValue);
    }

    @Test
    void shouldReadChangesOfOlderVersions() {
        Change<Object> older = deserializer.deserialize("t", new byte[] {'a', 0, 4});
        Change<Object> latest = deserializer.deserialize("t", new byte[] {2, 'a', 'b', 1, 5});

        assertThat(older).isEqualTo(new Change<>("a", null, false));
        assertThat(latest).isEqualTo(new Change<>("a", "b", true));
    }

    @Test
    void shouldCompleteMissingSerdes() {
        byte[] bytes =
                new ChangeSerializer(null).complete(StringSerializer::new).serialize("t", new Change<>("a", null));

        assertThat(new ChangeDeserializer(null)
                        .complete(StringDeserializer::new)
                        .deserialize("t", bytes))
                .isEqualTo(new Change<>("a", null));
    }

    @Test
    void shouldRejectEmptyChangesAndForeignBytes() {
        assertThatThrownBy(() -> serializer.serialize("t", new Change<>(null, null)))
                .isInstanceOf(StreamsException.class);
        assertThatThrownBy(() -> deserializer.deserialize("t", new byte[] {1, 9}))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("t");
        assertThatThrownBy(() -> deserializer.deserialize("t", new byte[] {100, 'a', 2}))
                .isInstanceOf(SerializationException.class);
        assertThatThrownBy(() -> deserializer.deserialize("t", new byte[0])).isInstanceOf(SerializationException.class);
    }
}
