package io.millrace.dsl.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.dsl.operator.Registration.Instruction;
import io.millrace.errors.StreamsException;
import io.millrace.serialization.ByteArrayDeserializer;
import io.millrace.serialization.ByteArraySerializer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Expected hashes were computed with Kafka Streams 4.3.1. */
class ForeignKeyFormatsTest {

    @Test
    void shouldHashAsKafkaStreamsDoes() {
        assertThat(hash("")).containsExactly(-7122613646888064702L, -8341524471658347240L);
        assertThat(hash("a")).containsExactly(3702349557448790408L, -1601067453332442517L);
        assertThat(hash("0123456789abcde")).containsExactly(-4287173176971925127L, -6858925735235585788L);
        assertThat(hash("0123456789abcdef")).containsExactly(1904622552327088487L, -2893518741649893711L);
        assertThat(hash("the quick brown fox jumps over the lazy dog"))
                .containsExactly(199285377936802750L, -2350486057850263231L);
    }

    @Test
    void shouldReadRegistrationsThatItWrote() {
        for (Instruction instruction : Instruction.values()) {
            Registration with = new Registration(new long[] {1, -2}, instruction, new byte[] {7, 8}, 3);
            Registration without = new Registration(null, instruction, new byte[0], 0);

            Registration readWith = Registration.decode(with.encode());
            Registration readWithout = Registration.decode(without.encode());

            assertThat(readWith).usingRecursiveComparison().isEqualTo(with);
            assertThat(readWithout).usingRecursiveComparison().isEqualTo(without);
        }
    }

    @Test
    void shouldWriteRegistrationInTheLayoutOfVersionOne() {
        byte[] bytes = new Registration(null, Instruction.ANSWER, new byte[] {9}, 5).encode();

        assertThat(bytes).containsExactly(0x81, 2, 9, 0, 0, 0, 5);
    }

    @Test
    void shouldRejectUnknownVersions() {
        assertThatThrownBy(() -> Registration.decode(new byte[] {2, 0, 0, 0, 0, 0}))
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("version 2");
    }

    @Test
    void shouldReadAnswersThatItWrote() {
        ForeignKeyAnswer full = new ForeignKeyAnswer(new long[] {3, 4}, new byte[] {1}, -1);
        ForeignKeyAnswer empty = new ForeignKeyAnswer(null, null, -1);

        for (ForeignKeyAnswer answer : new ForeignKeyAnswer[] {full, empty}) {
            byte[] bytes = new ForeignKeyAnswerSerializer(new ByteArraySerializer()).serialize("t", answer);

            assertThat(new ForeignKeyAnswerDeserializer(new ByteArrayDeserializer()).deserialize("t", bytes))
                    .usingRecursiveComparison()
                    .isEqualTo(answer);
        }
    }

    private static long[] hash(String text) {
        return Murmur3.hash128(text.getBytes(StandardCharsets.UTF_8));
    }
}
