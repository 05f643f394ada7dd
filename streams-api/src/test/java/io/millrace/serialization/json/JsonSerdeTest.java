package io.millrace.serialization.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import io.millrace.serialization.Serde;
import io.millrace.serialization.SerializationException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class JsonSerdeTest {

    public record Order(String id, int amount) {}

    @Test
    void shouldWritePropertiesInAlphabeticalOrderAndReadThemBack() {
        Serde<Order> serde = new JsonSerde<>(Order.class);

        byte[] written = serde.serializer().serialize("orders", new Order("a", 3));
        Order read = serde.deserializer().deserialize("orders", written);

        assertThat(new String(written, StandardCharsets.UTF_8)).isEqualTo("{\"amount\":3,\"id\":\"a\"}");
        assertThat(read).isEqualTo(new Order("a", 3));
    }

    @Test
    void shouldReadTypesWithParameters() {
        Serde<Map<String, List<Order>>> serde = new JsonSerde<>(new TypeReference<>() {});
        Map<String, List<Order>> object = Map.of("x", List.of(new Order("a", 3)));

        Map<String, List<Order>> read =
                serde.deserializer().deserialize("t", serde.serializer().serialize("t", object));

        assertThat(read).isEqualTo(object);
    }

    @Test
    void shouldKeepNull() {
        Serde<Order> serde = new JsonSerde<>(Order.class);

        assertThat(serde.serializer().serialize("t", null)).isNull();
        assertThat(serde.deserializer().deserialize("t", (byte[]) null)).isNull();
    }

    @Test
    void shouldNameTopicAndTypeWhenBytesAreNotOfTheType() {
        Serde<Order> serde = new JsonSerde<>(Order.class);

        for (String text : List.of("{\"id\":", "{\"amount\":\"many\"}", "[]")) {
            assertThatThrownBy(() -> serde.deserializer().deserialize("orders", text.getBytes(StandardCharsets.UTF_8)))
                    .as(text)
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("orders")
                    .hasMessageContaining("Order");
        }
    }

    @Test
    void shouldNameTopicAndTypeWhenAnObjectCannotBeWritten() {
        assertThatThrownBy(() -> new JsonSerializer<>().serialize("orders", new Object()))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("orders")
                .hasMessageContaining("java.lang.Object");
    }
}
