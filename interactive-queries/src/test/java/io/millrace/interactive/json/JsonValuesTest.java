package io.millrace.interactive.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.interactive.problem.ProblemException;
import io.millrace.interactive.problem.ProblemType;
import io.millrace.record.Bytes;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Rows Q7 and Q11: objects as JSON. */
class JsonValuesTest {

    private final JsonValues json = new JsonValues(new ObjectMapper());

    private String text(Object value, LongForm longs) {
        return new String(json.bytes(json.of(value, longs, "A value")), StandardCharsets.UTF_8);
    }

    private String text(Object value) {
        return text(value, LongForm.NUMBER);
    }

    @Test
    void shouldWriteSimpleValues() {
        assertThat(text(null)).isEqualTo("null");
        assertThat(text("a\"\n\u0000")).isEqualTo("\"a\\\"\\n\\u0000\"");
        assertThat(text(true)).isEqualTo("true");
        assertThat(text(Long.MIN_VALUE)).isEqualTo("-9223372036854775808");
        assertThat(text(1.5f)).isEqualTo("1.5");
        assertThat(text(Double.NaN)).isEqualTo("\"NaN\"");
        assertThat(text(Double.NEGATIVE_INFINITY)).isEqualTo("\"-Infinity\"");
        assertThat(text(new BigInteger("123456789012345678901234567890"))).isEqualTo("123456789012345678901234567890");
        assertThat(text(new UUID(1, 2))).isEqualTo("\"00000000-0000-0001-0000-000000000002\"");
        assertThat(text(Arrays.asList("a", null, new byte[] {1}))).isEqualTo("[\"a\",null,{\"base64\":\"AQ==\"}]");
    }

    @Test
    void shouldWriteBytesInBase64WithoutMovingABuffer() {
        ByteBuffer buffer = ByteBuffer.wrap(new byte[] {0, -1, 2}, 1, 2);

        assertThat(text(buffer)).isEqualTo("{\"base64\":\"/wI=\"}");
        assertThat(buffer.remaining()).isEqualTo(2);
        assertThat(text(new byte[0])).isEqualTo("{\"base64\":\"\"}");
        assertThat(text(Bytes.wrap(new byte[] {-1, 2}))).isEqualTo("{\"base64\":\"/wI=\"}");
    }

    @Test
    void shouldWriteLongsAsTextIfAskedAtAnyDepth() throws Exception {
        assertThat(text(5L, LongForm.STRING)).isEqualTo("\"5\"");
        assertThat(text(5, LongForm.STRING)).isEqualTo("5");
        assertThat(text(json.parse("{\"a\":[9007199254740993,1],\"b\":{\"c\":1.5}}"), LongForm.STRING))
                .isEqualTo("{\"a\":[\"9007199254740993\",1],\"b\":{\"c\":1.5}}");
    }

    /** Has no property, so that Jackson refuses it. */
    private static final class Opaque {}

    @Test
    void shouldNameTheClassOfAValueThatHasNoForm() {
        assertThatThrownBy(() -> json.of(new Opaque(), LongForm.NUMBER, "A value of store 'x'"))
                .isInstanceOfSatisfying(ProblemException.class, e -> {
                    assertThat(e.problem().type()).isEqualTo(ProblemType.NOT_CONVERTIBLE);
                    assertThat(e.problem().detail()).contains("A value of store 'x'", Opaque.class.getName());
                });
    }
}
