package io.millrace.dsl.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.Record;
import io.millrace.record.KeyValue;
import io.millrace.record.RecordHeaders;
import io.millrace.stores.table.KeyFormat;
import io.millrace.topology.dag.KeyDecoder;
import io.millrace.topology.dag.RawKeyRecord;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatelessOperatorsTest {

    @Test
    void shouldPassNullKeysAndValuesThrough() {
        OperatorHarness harness = new OperatorHarness().running(Filter.supplier((key, value) -> true, false));

        harness.process(null, "v", 1).process("k", null, 2);

        assertThat(harness.forwarded()).containsExactly("null=v@1", "k=null@2");
    }

    @Test
    void shouldForwardOneRecordPerValue() {
        OperatorHarness harness = new OperatorHarness()
                .running(FlatMapValues.supplier(
                        line -> Arrays.asList(line.toString().split(" "))));

        harness.process("k", "a b", 5);

        assertThat(harness.forwarded()).containsExactly("k=a@5", "k=b@5");
    }

    @Test
    void shouldChangeKeyAndValueOfPairs() {
        OperatorHarness harness = new OperatorHarness()
                .running(FlatMapPairs.supplier((key, value) ->
                        List.of(KeyValue.<Object, Object>pair(value, key), KeyValue.<Object, Object>pair(null, null))));

        harness.process("k", "v", 5);

        assertThat(harness.forwarded()).containsExactly("v=k@5", "null=null@5");
    }

    @Test
    void shouldForwardToTheFirstBranchThatMatches() {
        OperatorHarness harness = new OperatorHarness()
                .running(Branching.supplier(
                        List.of((key, value) -> value.equals("a"), (key, value) -> !value.equals("c")), 3));

        harness.process("k", "a", 1).process("k", "b", 2).process("k", "c", 3);

        assertThat(harness.forwarded()).containsExactly("0:k=a@1", "1:k=b@2", "2:k=c@3");
    }

    @Test
    void shouldDropRecordThatMatchesNoBranchWithoutDefault() {
        OperatorHarness harness = new OperatorHarness().running(Branching.supplier(List.of((key, value) -> false), 1));

        harness.process("k", "a", 1);

        assertThat(harness.forwarded()).isEmpty();
    }

    @Test
    void shouldEndStreamInForeachButNotInPeek() {
        List<Object> seen = new ArrayList<>();
        OperatorHarness peek = new OperatorHarness().running(Peek.supplier((key, value) -> seen.add(value), true));
        OperatorHarness foreach = new OperatorHarness().running(Peek.supplier((key, value) -> seen.add(value), false));

        peek.process("k", "p", 1);
        foreach.process("k", "f", 1);

        assertThat(seen).containsExactly("p", "f");
        assertThat(peek.forwarded()).hasSize(1);
        assertThat(foreach.forwarded()).isEmpty();
    }

    @Test
    void shouldPrintLabelBeforeEachLine() {
        ByteArrayOutputStream target = new ByteArrayOutputStream();
        OperatorHarness print = new OperatorHarness()
                .running(Print.supplier(target, true, "label", (key, value) -> key + ", " + value));

        print.process("k", "\u00e9", 1);

        assertThat(target.toString(StandardCharsets.UTF_8)).isEqualTo("[label]: k, \u00e9" + System.lineSeparator());
    }

    @Test
    void shouldKeepRawKeyInCopiesWithAnotherValueAndLoseItWithAnotherKey() {
        RawKeyRecord<String, String> raw = rawRecord("key", "value");

        Record<String, Integer> mapped = raw.withValue(1).withTimestamp(9).withHeaders(new RecordHeaders());
        Record<Integer, String> rekeyed = raw.withKey(5);

        assertThat(mapped).isInstanceOf(RawKeyRecord.class);
        assertThat(mapped.key()).isEqualTo("key");
        assertThat(mapped.value()).isEqualTo(1);
        assertThat(mapped.timestamp()).isEqualTo(9);
        assertThat(rekeyed).isNotInstanceOf(RawKeyRecord.class);
        assertThat(rekeyed.key()).isEqualTo(5);
    }

    @Test
    void shouldKeepHeadersInCopyWithOtherTimestamp() {
        Record<String, String> plain = new Record<>("k", "v", 3);
        plain.headers().add("h", new byte[] {1});

        Record<String, Integer> copy = RawKeyRecord.copy(plain, 7, 5);

        assertThat(copy.timestamp()).isEqualTo(5);
        assertThat(copy.value()).isEqualTo(7);
        assertThat(copy.headers().lastHeader("h").value()).containsExactly(1);
    }

    @Test
    void shouldLetOnlyRecordsWithKeyThroughTheGate() {
        OperatorHarness gate = new OperatorHarness().running(NullKeyGate.supplier());

        gate.process(null, "v", 1).process("k", "v", 2);

        assertThat(gate.forwarded()).containsExactly("k=v@2");
    }

    private static RawKeyRecord<String, String> rawRecord(String key, String value) {
        KeyDecoder<String> decoder =
                new KeyDecoder<>((topic, bytes) -> new String(bytes, StandardCharsets.UTF_8), "t", KeyFormat.STRING);
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return new RawKeyRecord<>(decoder, bytes, 0, bytes.length, value, 1, null);
    }
}
