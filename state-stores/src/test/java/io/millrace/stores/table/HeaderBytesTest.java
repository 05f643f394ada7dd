package io.millrace.stores.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.record.RecordHeaders;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeaderBytesTest {

    @Test
    void shouldWriteNoHeadersAsOneZeroByte() {
        assertThat(HeaderBytes.encode(null)).isEqualTo(new byte[] {0});
        assertThat(HeaderBytes.encode(new RecordHeaders())).isEqualTo(new byte[] {0});
        assertThat(HeaderBytes.decode(new byte[] {0})).isEmpty();
    }

    @Test
    void shouldReadBackWhatItWrote() {
        Random random = new Random(42);
        for (int round = 0; round < 200; round++) {
            RecordHeaders headers = new RecordHeaders();
            for (int i = random.nextInt(4); i >= 0; i--) {
                byte[] value = new byte[random.nextInt(200)];
                random.nextBytes(value);
                headers.add("k\u00e9y" + random.nextInt(3), random.nextInt(4) == 0 ? null : value);
            }
            byte[] value = new byte[random.nextInt(20)];
            random.nextBytes(value);

            byte[] joined = HeaderBytes.join(HeaderBytes.encode(headers), value);

            assertThat(HeaderBytes.decode(HeaderBytes.cutHead(joined))).isEqualTo(headers);
            assertThat(HeaderBytes.cutTail(joined)).isEqualTo(value);
        }
    }
}
