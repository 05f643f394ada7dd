package io.millrace.serialization;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.ConfigException;
import io.millrace.record.Bytes;
import io.millrace.record.RecordHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@SuppressWarnings({"unchecked", "rawtypes"}) // there is no class literal of a list with parameters
class SerdesTest {

    static Stream<Arguments> objectsAndTheirBytes() {
        return Stream.of(
                Arguments.of(Serdes.Short(), (short) -2, bytes(0xff, 0xfe)),
                Arguments.of(Serdes.Integer(), 0x01020304, bytes(1, 2, 3, 4)),
                Arguments.of(Serdes.Integer(), -1, bytes(0xff, 0xff, 0xff, 0xff)),
                Arguments.of(Serdes.Long(), 0x0102030405060708L, bytes(1, 2, 3, 4, 5, 6, 7, 8)),
                Arguments.of(Serdes.Long(), Long.MIN_VALUE, bytes(0x80, 0, 0, 0, 0, 0, 0, 0)),
                Arguments.of(Serdes.Float(), 1.5f, bytes(0x3f, 0xc0, 0, 0)),
                Arguments.of(Serdes.Double(), -2.0, bytes(0xc0, 0, 0, 0, 0, 0, 0, 0)),
                Arguments.of(Serdes.Boolean(), true, bytes(1)),
                Arguments.of(Serdes.Boolean(), false, bytes(0)),
                Arguments.of(Serdes.String(), "aé", bytes('a', 0xc3, 0xa9)),
                Arguments.of(Serdes.String(), "", bytes()),
                Arguments.of(Serdes.Bytes(), Bytes.wrap(bytes(7, 8)), bytes(7, 8)),
                Arguments.of(Serdes.ByteArray(), bytes(7, 8), bytes(7, 8)),
                Arguments.of(Serdes.ByteBuffer(), ByteBuffer.wrap(bytes(7, 8)), bytes(7, 8)),
                Arguments.of(
                        Serdes.UUID(),
                        new UUID(1, 2),
                        "00000000-0000-0001-0000-000000000002".getBytes(StandardCharsets.US_ASCII)));
    }

    @ParameterizedTest
    @MethodSource("objectsAndTheirBytes")
    void shouldWriteExactlyTheseBytesAndReadThemBack(Serde<Object> serde, Object object, byte[] expected) {
        byte[] written = serde.serializer().serialize("t", new RecordHeaders(), object);
        Object read = serde.deserializer().deserialize("t", new RecordHeaders(), expected);

        assertThat(written).isEqualTo(expected);
        assertThat(read).isEqualTo(object);
    }

    @ParameterizedTest
    @MethodSource("objectsAndTheirBytes")
    void shouldReadWhatRemainsInABuffer(Serde<Object> serde, Object object, byte[] expected) {
        ByteBuffer heap = ByteBuffer.wrap(surrounded(expected)).position(2).limit(2 + expected.length);
        ByteBuffer direct = ByteBuffer.allocateDirect(expected.length + 1)
                .put((byte) 9)
                .put(expected)
                .position(1);

        Object fromSlice = serde.deserializer().deserialize("t", new RecordHeaders(), heap.slice());
        Object fromHeap = serde.deserializer().deserialize("t", new RecordHeaders(), heap);
        Object fromDirect = serde.deserializer().deserialize("t", new RecordHeaders(), direct);

        assertThat(fromHeap).isEqualTo(object);
        assertThat(fromSlice).isEqualTo(object);
        assertThat(fromDirect).isEqualTo(object);
        assertThat(heap.position()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("objectsAndTheirBytes")
    void shouldKeepNull(Serde<Object> serde, Object object, byte[] expected) {
        assertThat(serde.serializer().serialize("t", null)).isNull();
        assertThat(serde.deserializer().deserialize("t", (byte[]) null)).isNull();
        assertThat(serde.deserializer().deserialize("t", new RecordHeaders(), (ByteBuffer) null))
                .isNull();
    }

    @Test
    void shouldFindTheSerdeOfAClass() {
        assertThat(Serdes.serdeFrom(String.class)).isInstanceOf(Serdes.StringSerde.class);
        assertThat(Serdes.serdeFrom(byte[].class)).isInstanceOf(Serdes.ByteArraySerde.class);
        assertThat(Serdes.serdeFrom(Void.class)).isInstanceOf(Serdes.VoidSerde.class);
        assertThatThrownBy(() -> Serdes.serdeFrom(List.class))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("java.util.List");
    }

    @Test
    void shouldCallImmutableWhatCannotChange() {
        assertThat(Stream.of(
                        Serdes.String(),
                        Serdes.Long(),
                        Serdes.Integer(),
                        Serdes.Short(),
                        Serdes.Float(),
                        Serdes.Double(),
                        Serdes.Boolean(),
                        Serdes.UUID(),
                        Serdes.Void()))
                .allMatch(Serde::isImmutable);
        assertThat(Stream.of(
                        Serdes.Bytes(),
                        Serdes.ByteArray(),
                        Serdes.ByteBuffer(),
                        Serdes.ListSerde(ArrayList.class, Serdes.String()),
                        Serdes.serdeFrom(new StringSerializer(), new StringDeserializer())))
                .noneMatch(Serde::isImmutable);
    }

    @Test
    void shouldNameTopicAndSizesWhenBytesDoNotFit() {
        assertThatThrownBy(() -> Serdes.Long().deserializer().deserialize("orders", new byte[3]))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("orders")
                .hasMessageContaining("8")
                .hasMessageContaining("3");
        assertThatThrownBy(() -> Serdes.Boolean().deserializer().deserialize("orders", bytes(2)))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("2");
        assertThatThrownBy(() -> Serdes.UUID().deserializer().deserialize("orders", bytes('x')))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("'x'");
        assertThatThrownBy(() -> Serdes.Void().deserializer().deserialize("orders", bytes(1)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldUseTheConfiguredCharset() {
        Serde<String> serde = Serdes.String();
        serde.configure(Map.of("key.serializer.encoding", "ISO-8859-1", "deserializer.encoding", "ISO-8859-1"), true);

        assertThat(serde.serializer().serialize("t", "é")).isEqualTo(bytes(0xe9));
        assertThat(serde.deserializer().deserialize("t", bytes(0xe9))).isEqualTo("é");
        assertThatThrownBy(() -> Serdes.String().configure(Map.of("serializer.encoding", "nope"), true))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("nope");
    }

    @Test
    void shouldTakeABufferFromItsBeginningToItsLimit() {
        ByteBuffer buffer = ByteBuffer.wrap(bytes(1, 2, 3)).position(1).limit(2);

        byte[] written = Serdes.ByteBuffer().serializer().serialize("t", buffer);

        assertThat(written).isEqualTo(bytes(1, 2));
        assertThat(buffer.position()).isEqualTo(1);
    }

    @Test
    void shouldWriteElementsOfOneSizeBehindTheIndexesOfNulls() {
        Serde<List<Integer>> serde = Serdes.ListSerde(ArrayList.class, Serdes.Integer());
        byte[] expected = bytes(0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2);

        byte[] written = serde.serializer().serialize("t", Arrays.asList(1, null, 2));
        List<Integer> read = serde.deserializer().deserialize("t", expected);

        assertThat(written).isEqualTo(expected);
        assertThat(read).isInstanceOf(ArrayList.class).containsExactly(1, null, 2);
    }

    @Test
    void shouldWriteElementsOfAnySizeBehindTheirSizes() {
        Serde<List<String>> serde = Serdes.ListSerde(LinkedList.class, Serdes.String());
        byte[] expected = bytes(1, 0, 0, 0, 3, 0, 0, 0, 1, 'a', 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 2, 'b', 'c');

        byte[] written = serde.serializer().serialize("t", Arrays.asList("a", null, "bc"));
        List<String> read = serde.deserializer().deserialize("t", new RecordHeaders(), expected);

        assertThat(written).isEqualTo(expected);
        assertThat(read).isInstanceOf(LinkedList.class).containsExactly("a", null, "bc");
        assertThat(serde.serializer().serialize("t", List.of())).isEqualTo(bytes(1, 0, 0, 0, 0));
        assertThat(serde.serializer().serialize("t", null)).isNull();
    }

    @Test
    void shouldRefuseBytesThatAreNoList() {
        Serde<List<String>> serde = Serdes.ListSerde(ArrayList.class, Serdes.String());

        for (byte[] damaged : List.of(
                bytes(),
                bytes(7),
                bytes(1, 0, 0),
                bytes(1, 0x7f, 0xff, 0xff, 0xff),
                bytes(1, 0, 0, 0, 1, 0, 0, 0, 9, 'a'),
                bytes(0, 0, 0, 0, 0, 0, 0, 0, 0))) {
            assertThatThrownBy(() -> serde.deserializer().deserialize("orders", damaged))
                    .as(Arrays.toString(damaged))
                    .isInstanceOf(SerializationException.class)
                    .hasMessageContaining("orders");
        }
    }

    @Test
    void shouldMakeAListSerdeFromTheConfiguration() {
        Serdes.ListSerde<Long> serde = new Serdes.ListSerde<>();
        serde.configure(
                Map.of(
                        "default.list.value.serde.type",
                        ArrayList.class.getName(),
                        "default.list.value.serde.inner",
                        Serdes.LongSerde.class),
                false);

        byte[] written = serde.serializer().serialize("t", List.of(5L));

        assertThat(serde.deserializer().deserialize("t", written)).containsExactly(5L);
        assertThatThrownBy(() -> new Serdes.ListSerde<Long>().configure(Map.of(), true))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("default.list.key.serde.inner");
    }

    private static byte[] surrounded(byte[] bytes) {
        byte[] all = new byte[bytes.length + 4];
        System.arraycopy(bytes, 0, all, 2, bytes.length);
        return all;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
