package io.millrace.examples.wordcountprocessor;

import io.millrace.examples.launch.Example;
import io.millrace.examples.launch.ExampleInput;
import io.millrace.examples.launch.ResultTable;
import io.millrace.examples.launch.Row;
import io.millrace.examples.launch.Times;
import io.millrace.serialization.Serdes;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What the launcher has to know of {@link WordCountProcessors}. */
public final class WordCountProcessorsExample {

    private WordCountProcessorsExample() {}

    /** The example. */
    public static Example example() {
        return new Example(
                "wordcount-processor",
                "how often each word occurs, with the Processor API and a store of its own",
                WordCountProcessors::topology,
                Map.of(),
                ExampleInput.jsonLines(WordCountProcessorsExample.class, "lines.jsonl", WordCountProcessors.LINES),
                List.of(WordCountProcessors.WORDS),
                List.of(
                        ResultTable.ofTable(
                                        "The 6 most frequent words",
                                        WordCountProcessors.COUNTS,
                                        Serdes.String(),
                                        Serdes.Long())
                                .orderedBy(Comparator.<Row<String, Long>>comparingLong(row -> -row.value())
                                        .thenComparing(Row::key))
                                .first(6)
                                .column("count", Row::value)
                                .column("word", Row::key),
                        ResultTable.ofStream(
                                        "The word that led, as of each minute of stream time",
                                        WordCountProcessors.LEADERS,
                                        Serdes.String(),
                                        Serdes.Long())
                                .column("as of", row -> Times.dateAndTime(row.timestampMs()))
                                .column("word", Row::key)
                                .column("count", Row::value)));
    }
}
