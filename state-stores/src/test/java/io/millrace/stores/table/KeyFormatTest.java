package io.millrace.stores.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.serialization.LongSerializer;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.StringDeserializer;
import io.millrace.serialization.StringSerializer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KeyFormatTest {

    @Test
    void shouldKnowTheFormatsOfBuiltInSerdes() {
        assertThat(KeyFormat.madeBy(Serdes.String().serializer())).isEqualTo(KeyFormat.STRING);
        assertThat(KeyFormat.readBy(Serdes.String().deserializer())).isEqualTo(KeyFormat.STRING);
        assertThat(KeyFormat.madeBy(Serdes.Long().serializer())).isEqualTo(KeyFormat.LONG);
        assertThat(KeyFormat.readBy(Serdes.UUID().deserializer())).isEqualTo(KeyFormat.UUID);
        assertThat(KeyFormat.madeBy(Serdes.ByteArray().serializer())).isEqualTo(KeyFormat.BYTES);
        assertThat(KeyFormat.madeBy(Serdes.Bytes().serializer())).isEqualTo(KeyFormat.BYTES);
    }

    @Test
    void shouldNotKnowStringsInAnotherEncoding() {
        StringSerializer serializer = new StringSerializer();
        serializer.configure(Map.of("key.serializer.encoding", "UTF-16"), true);
        StringDeserializer deserializer = new StringDeserializer();
        deserializer.configure(Map.of("key.deserializer.encoding", "ISO-8859-1"), true);

        assertThat(KeyFormat.madeBy(serializer)).isNull();
        assertThat(KeyFormat.readBy(deserializer)).isNull();
    }

    @Test
    void shouldNotKnowSerializersOfTheUsersOwn() {
        assertThat(KeyFormat.madeBy((topic, data) -> new byte[0])).isNull();
        assertThat(KeyFormat.madeBy(new LongSerializer() {})).isNull();
    }
}
