package io.millrace.examples.wordcount;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.examples.launch.Event;
import io.millrace.examples.launch.Example;
import io.millrace.examples.launch.ExampleInput;
import io.millrace.examples.launch.ResultTable;
import io.millrace.examples.launch.Row;
import io.millrace.serialization.Serdes;
import java.util.Comparator;
import java.util.List;

/** Word count as one of the examples; {@link WordCountCommand} is the program for large texts. */
public final class WordCountExample {

    private WordCountExample() {}

    /** What the launcher has to know. */
    public static Example example() {
        return new Example(
                        CountingRun.APPLICATION_ID,
                        "how often each word occurs, with the DSL",
                        WordCount::topology,
                        new ExampleInput(
                                WordCountExample.class,
                                "sonnet-18.txt",
                                line -> new Event(0, WordCount.LINES, null, line.getBytes(UTF_8)),
                                List.of(WordCount.LINES)),
                        List.of(ResultTable.ofTable(
                                        "The 10 most frequent words", WordCount.COUNTS, Serdes.String(), Serdes.Long())
                                .orderedBy(Comparator.<Row<String, Long>>comparingLong(row -> -row.value())
                                        .thenComparing(Row::key))
                                .first(10)
                                .column("count", Row::value)
                                .column("word", Row::key)))
                .live(LiveLines::new);
    }
}
