package io.millrace.record;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BytesTest {

    @Test
    void shouldOrderUnsignedAndPrefixesFirst() {
        assertThat(bytes(0x7f)).isLessThan(bytes(0x80));
        assertThat(bytes(1)).isLessThan(bytes(1, 0));
        assertThat(bytes(1, 2)).isEqualByComparingTo(bytes(1, 2));
        assertThat(bytes()).isLessThan(bytes(0));
    }

    @Test
    void shouldEqualByContents() {
        assertThat(bytes(1, 2)).isEqualTo(bytes(1, 2)).hasSameHashCodeAs(bytes(1, 2));
        assertThat(bytes(1, 2)).isNotEqualTo(bytes(2, 1));
        assertThat(Bytes.wrap(null)).isNull();
    }

    @Test
    void shouldShowPrintableBytesAsTheyAre() {
        assertThat(bytes(1, 'A', 0xff, '\\', '\n', ' ', '~', 127)).hasToString("\\x01A\\xFF\\x5C\\x0A ~\\x7F");
    }

    private static Bytes bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return Bytes.wrap(bytes);
    }
}
