package io.millrace.parity.rules;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.DefaultProductionExceptionHandler;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;
import org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailExceptionHandler;
import org.apache.kafka.streams.errors.LogAndFailProcessingExceptionHandler;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.test.TestRecord;

/** Exception handlers and the dead-letter topic. */
final class HandlerRules {

    private static final String STACKTRACE = "__streams.errors.stacktrace";

    private final StreamsBuilder builder = new StreamsBuilder();

    private static Map<String, ?> config(String key, Class<?> handler) {
        return Map.of(key, handler, StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, "dead");
    }

    /** Dead letters with the values of their headers; of a stack trace only whether there is one. */
    private static List<String> letters(Run run) {
        List<String> lines = new ArrayList<>();
        for (TestRecord<String, String> letter : run.driver()
                .createOutputTopic("dead", new StringDeserializer(), new StringDeserializer())
                .readRecordsToList()) {
            StringBuilder line = new StringBuilder(letter.key() + "=" + letter.value() + "@" + letter.timestamp());
            for (Header header : letter.headers()) {
                String value = header.value() == null ? "null" : new String(header.value(), StandardCharsets.UTF_8);
                line.append(' ')
                        .append(header.key().replace("__streams.errors.", "_"))
                        .append(':')
                        .append(header.key().equals(STACKTRACE) ? !value.isEmpty() : value);
            }
            lines.add(line.toString());
        }
        return lines;
    }

    private void failingOnBad() {
        builder.<String, String>stream("in")
                .selectKey((key, value) -> key + "!")
                .mapValues(value -> {
                    if (value.equals("bad")) {
                        throw new IllegalStateException("on purpose");
                    }
                    return value.toUpperCase();
                })
                .to("out");
    }

    @Rule(16)
    void aSkippedRecordGoesToTheDeadLetterTopicAsItWasRead() {
        failingOnBad();
        try (Run run = Run.of(
                builder,
                config(
                        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                        LogAndContinueProcessingExceptionHandler.class))) {
            RecordHeaders headers = new RecordHeaders();
            headers.add("own", "h".getBytes(StandardCharsets.UTF_8));
            run.pipe("in", "a", "good", 1).pipe("in", "b", "bad", 2, headers).pipe("in", "c", "good", 3);

            assertThat(run.out("out")).containsExactly("a!=GOOD@1", "c!=GOOD@3");
            assertThat(letters(run))
                    .containsExactly("b=bad@2 own:h _exception:java.lang.IllegalStateException _message:on purpose"
                            + " _stacktrace:true _topic:in _partition:0 _offset:1");
        }
    }

    @Rule(16)
    void aRecordThatCannotBeDecodedGoesToTheDeadLetterTopic() {
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.Integer()))
                .mapValues(value -> "number " + value)
                .to("out");
        try (Run run = Run.of(
                builder,
                config(
                        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                        LogAndContinueExceptionHandler.class))) {
            run.pipe("in", "a", "not four bytes", 1).pipe("in", "b", "four", 2);

            assertThat(run.out("out")).containsExactly("b=number 1718580594@2");
            assertThat(letters(run))
                    .singleElement()
                    .satisfies(letter -> assertThat(letter)
                            .startsWith("a=not four bytes@1 _exception:")
                            .endsWith(" _stacktrace:true _topic:in _partition:0 _offset:0"));
        }
    }

    @Rule(16)
    void aRecordAtWhichTheProgramStopsGoesToTheDeadLetterTopicToo() {
        failingOnBad();
        try (Run run = Run.of(
                builder,
                config(
                        StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG,
                        LogAndFailProcessingExceptionHandler.class))) {
            assertThatThrownBy(() -> run.pipe("in", "b", "bad", 2)).isInstanceOf(StreamsException.class);
            run.pipe("in", "c", "good", 3);

            assertThat(letters(run))
                    .containsExactly("b=bad@2 _exception:java.lang.IllegalStateException _message:on purpose"
                            + " _stacktrace:true _topic:in _partition:0 _offset:0");
        }
    }

    @Rule(16)
    void aRecordThatCannotBeDecodedGoesToTheDeadLetterTopicAlsoWhenTheProgramStops() {
        builder.stream("in", Consumed.with(Serdes.String(), Serdes.Integer()))
                .mapValues(value -> "number " + value)
                .to("out");
        try (Run run = Run.of(
                builder,
                config(
                        StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
                        LogAndFailExceptionHandler.class))) {
            assertThatThrownBy(() -> run.pipe("in", "a", "not four bytes", 1)).isInstanceOf(StreamsException.class);
            run.pipe("in", "b", "four", 2);

            assertThat(letters(run))
                    .singleElement()
                    .satisfies(letter -> assertThat(letter)
                            .startsWith("a=not four bytes@1 _exception:")
                            .endsWith(" _stacktrace:true _topic:in _partition:0 _offset:0"));
        }
    }

    @Rule(16)
    void aRecordWhoseOutputCannotBeEncodedGoesToTheDeadLetterTopic() {
        builder.<String, String>stream("in")
                .to(
                        "out",
                        Produced.with(
                                Serdes.String(),
                                Serdes.serdeFrom((topic, value) -> refusingBad(value), new StringDeserializer())));
        try (Run run = Run.of(
                builder,
                config(
                        StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
                        DefaultProductionExceptionHandler.class))) {
            assertThatThrownBy(() -> run.pipe("in", "a", "bad", 1)).isInstanceOf(StreamsException.class);
            run.pipe("in", "b", "good", 2);

            assertThat(run.out("out")).containsExactly("b=good@2");
            assertThat(letters(run))
                    .containsExactly("a=bad@1 _exception:java.lang.IllegalStateException _message:refused"
                            + " _stacktrace:true _topic:in _partition:0 _offset:0");
        }
    }

    private static byte[] refusingBad(String value) {
        if (value.equals("bad")) {
            throw new IllegalStateException("refused");
        }
        return value.getBytes(StandardCharsets.UTF_8);
    }
}
