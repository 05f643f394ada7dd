package io.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Iterator;
import org.junit.jupiter.api.Test;

class RecordHeadersTest {

    private final RecordHeaders headers = new RecordHeaders();

    @Test
    void shouldKeepTheOrderAndSeveralHeadersOfOneName() {
        headers.add("a", new byte[] {1}).add("b", null).add("a", new byte[] {2});

        assertThat(headers).extracting(Header::key).containsExactly("a", "b", "a");
        assertThat(headers.lastHeader("a").value()).containsExactly(2);
        assertThat(headers.headers("a")).hasSize(2);
        assertThat(headers.lastHeader("c")).isNull();
        assertThat(headers.headers("c")).isEmpty();
        assertThat(headers.toArray()).hasSize(3);
    }

    @Test
    void shouldRemoveAllHeadersOfAName() {
        headers.add("a", null).add("b", null).add("a", null).remove("a");

        assertThat(headers).extracting(Header::key).containsExactly("b");
    }

    @Test
    void shouldCopyTheListOfOtherHeaders() {
        headers.add("a", null);
        RecordHeaders copy = new RecordHeaders(headers);

        copy.add("b", null);
        headers.remove("a");

        assertThat(copy).extracting(Header::key).containsExactly("a", "b");
        assertThat(headers.isEmpty()).isTrue();
    }

    @Test
    void shouldRefuseEveryChangeOnceReadOnly() {
        headers.add("a", null);
        headers.setReadOnly();
        Iterator<Header> iterator = headers.iterator();
        iterator.next();

        assertThat(headers.isReadOnly()).isTrue();
        assertThatThrownBy(() -> headers.add("b", null)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> headers.remove("a")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(iterator::remove).isInstanceOf(IllegalStateException.class);
        assertThat(new RecordHeaders(headers).isReadOnly()).isFalse();
    }

    @Test
    void shouldEqualHeadersWithTheSameContents() {
        headers.add("a", new byte[] {1});

        assertThat(headers).isEqualTo(new RecordHeaders(new Header[] {new RecordHeader("a", new byte[] {1})}));
        assertThat(headers).isNotEqualTo(new RecordHeaders());
        assertThat(new RecordHeaders()).isEqualTo(new RecordHeaders((Iterable<Header>) null));
        assertThat(headers)
                .hasToString("RecordHeaders(headers = [RecordHeader(key = a, value = [1])], isReadOnly = false)");
    }

    @Test
    void shouldReadAHeaderFromBuffersWithoutMovingThem() {
        ByteBuffer value = ByteBuffer.wrap(new byte[] {1, 2, 3}).position(1);

        Header header = new RecordHeader(ByteBuffer.wrap(new byte[] {'k'}), value);

        assertThat(header.key()).isEqualTo("k");
        assertThat(header.value()).containsExactly(2, 3);
        assertThat(value.position()).isEqualTo(1);
        assertThat(new RecordHeader(ByteBuffer.wrap(new byte[] {'k'}), null).value())
                .isNull();
    }
}
