package io.millrace.examples.wordcountprocessor;

import static io.millrace.examples.Monday.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.record.KeyValue;
import io.millrace.serialization.LongDeserializer;
import io.millrace.serialization.StringDeserializer;
import io.millrace.serialization.StringSerializer;
import io.millrace.test.TestInputTopic;
import io.millrace.test.TestOutputTopic;
import io.millrace.test.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WordCountProcessorsTest {

    private final TopologyTestDriver driver = new TopologyTestDriver(WordCountProcessors.topology());
    private final TestInputTopic<String, String> lines =
            driver.createInputTopic(WordCountProcessors.LINES, new StringSerializer(), new StringSerializer());
    private final TestOutputTopic<String, Long> counts = output(WordCountProcessors.COUNTS);
    private final TestOutputTopic<String, Long> leaders = output(WordCountProcessors.LEADERS);

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldCountEachWord() {
        lines.pipeInput("To be, or not to be", at("09:00:00"));

        assertThat(counts.readKeyValuesToList())
                .containsExactly(
                        KeyValue.pair("to", 1L),
                        KeyValue.pair("be", 1L),
                        KeyValue.pair("or", 1L),
                        KeyValue.pair("not", 1L),
                        KeyValue.pair("to", 2L),
                        KeyValue.pair("be", 2L));
        assertThat(driver.<String, Long>getKeyValueStore(WordCountProcessors.STORE)
                        .get("be"))
                .isEqualTo(2);
    }

    @Test
    void shouldFindNoWordsInLinesWithout() {
        lines.pipeInput("", at("09:00:00"));
        lines.pipeInput(" -- ", at("09:00:00"));
        lines.pipeInput((String) null, at("09:00:00"));

        assertThat(counts.isEmpty()).isTrue();
    }

    @Test
    void shouldTellTheLeaderOncePerMinuteOfStreamTime() {
        lines.pipeInput("one two two", at("09:00:10"));
        leaders.readKeyValuesToList();

        lines.pipeInput("three", at("09:00:50"));
        assertThat(leaders.isEmpty()).as("the minute is not over").isTrue();
        lines.pipeInput("three three", at("09:01:00"));

        assertThat(leaders.readKeyValuesToList()).containsExactly(KeyValue.pair("two", 2L));
    }

    @Test
    void shouldCountAWordInOneTaskWhateverPartitionItsLinesAreIn() {
        driver.partitions(WordCountProcessors.LINES, 3)
                .partitions(WordCountProcessors.WORDS, 3)
                .partitions(WordCountProcessors.COUNTS, 3)
                .partitions(WordCountProcessors.LEADERS, 3);

        lines.pipeInput("a", "word", at("09:00:00"));
        lines.pipeInput("b", "word", at("09:00:00"));
        lines.pipeInput("c", "word", at("09:00:00"));

        assertThat(counts.readValuesToList()).containsExactly(1L, 2L, 3L);
    }

    private TestOutputTopic<String, Long> output(String topic) {
        return driver.createOutputTopic(topic, new StringDeserializer(), new LongDeserializer());
    }
}
