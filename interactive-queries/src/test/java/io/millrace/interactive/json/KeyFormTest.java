package io.millrace.interactive.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.interactive.problem.ProblemException;
import io.millrace.record.Bytes;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.json.JsonSerde;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Row Q7: texts as keys. */
class KeyFormTest {

    private static KeyForm form(Serde<?> serde) {
        return new KeyForm("store", serde, "topic", new JsonValues(new ObjectMapper()));
    }

    /** A serde of nobody's: its keys are texts in capitals. */
    private static Serde<String> capitals() {
        return Serdes.serdeFrom(
                (topic, key) -> key.toLowerCase(java.util.Locale.ROOT).getBytes(StandardCharsets.UTF_8),
                (topic, bytes) -> new String(bytes, StandardCharsets.UTF_8).toUpperCase(java.util.Locale.ROOT));
    }

    @Test
    void shouldReadTheTextsOfKnownSerdes() {
        UUID id = new UUID(1, 2);
        assertThat(form(Serdes.String()).parse("a b", null)).isEqualTo("a b");
        assertThat(form(Serdes.UUID()).parse(id.toString(), null)).isEqualTo(id);
        assertThat(form(Serdes.Short()).parse("-3", null)).isEqualTo((short) -3);
        assertThat(form(Serdes.Integer()).parse("7", KeyEncoding.INT)).isEqualTo(7);
        assertThat(form(Serdes.Long()).parse("7", KeyEncoding.JSON)).isEqualTo(7L);
        assertThat(form(Serdes.Double()).parse("1.5", null)).isEqualTo(1.5);
        assertThat(form(Serdes.Float()).parse("1.5", null)).isEqualTo(1.5f);
        assertThat(form(Serdes.Boolean()).parse("true", null)).isEqualTo(true);
        assertThat(form(Serdes.ByteArray()).parse("/wI=", null)).isEqualTo(new byte[] {-1, 2});
        assertThat(form(Serdes.Bytes()).parse("_wI", null)).isEqualTo(Bytes.wrap(new byte[] {-1, 2}));
        assertThat(form(new JsonSerde<>(Map.class)).parse("{\"a\":1}", null)).isEqualTo(Map.of("a", 1));
    }

    @Test
    void shouldAskForTheEncodingOfSerdesThatItDoesNotKnow() {
        KeyForm form = form(capitals());

        assertThatThrownBy(() -> form.parse("a", null))
                .isInstanceOf(ProblemException.class)
                .hasMessageContaining("keyEncoding=base64");
        assertThat(form.parse("abc", KeyEncoding.STRING)).isEqualTo("ABC");
        assertThat(form.parse("YWJj", KeyEncoding.BASE64)).isEqualTo("ABC");
        assertThat(form.bytes("ABC")).isEqualTo("abc".getBytes(StandardCharsets.UTF_8));
        assertThat(form(Serdes.Long()).parse("AAAAAAAAAAc", KeyEncoding.BASE64)).isEqualTo(7L);
    }

    @Test
    void shouldRefuseTextsThatAreNoKeys() {
        for (String text : new String[] {"", " 7", "7.0", "0x7", "seven", "2147483648", "NaN"}) {
            assertThatThrownBy(() -> form(Serdes.Integer()).parse(text, null))
                    .as(text)
                    .isInstanceOf(ProblemException.class);
        }
        assertThatThrownBy(() -> form(Serdes.Integer()).parse("7", KeyEncoding.STRING))
                .hasMessageContaining("keyEncoding may be int, base64, json");
        assertThatThrownBy(() -> form(Serdes.Long()).parse("AAA", KeyEncoding.BASE64))
                .isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> form(Serdes.Boolean()).parse("yes", null)).isInstanceOf(ProblemException.class);
        assertThatThrownBy(() -> form(new JsonSerde<>(Map.class)).parse("{", null))
                .hasMessageContaining("is not JSON");
        assertThatThrownBy(() -> form(Serdes.String()).parse("[]", KeyEncoding.JSON))
                .isInstanceOf(ProblemException.class);
    }
}
