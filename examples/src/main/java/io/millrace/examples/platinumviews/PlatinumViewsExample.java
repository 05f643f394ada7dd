package io.millrace.examples.platinumviews;

import io.millrace.examples.launch.Example;
import io.millrace.examples.launch.ExampleInput;
import io.millrace.examples.launch.ResultTable;
import io.millrace.examples.launch.Row;
import io.millrace.examples.launch.Times;
import io.millrace.serialization.Serdes;
import java.util.List;

/** What the launcher has to know of {@link PlatinumViews}. */
public final class PlatinumViewsExample {

    private PlatinumViewsExample() {}

    /** The example. */
    public static Example example() {
        return new Example(
                "platinum-views",
                "page views of platinum users: a join of a stream with a table, and a filter",
                PlatinumViews::topology,
                ExampleInput.jsonLines(
                        PlatinumViewsExample.class, "views.jsonl", PlatinumViews.VIEWS, PlatinumViews.USERS),
                List.of(ResultTable.ofStream(
                                "Page views of users who were platinum at that time",
                                PlatinumViews.PLATINUM_VIEWS,
                                Serdes.String(),
                                PlatinumViews.viewsByUser())
                        .column("time (UTC)", row -> Times.dateAndTime(row.timestampMs()))
                        .column("user", Row::key)
                        .column("name", row -> row.value().name())
                        .column("page", row -> row.value().page())));
    }
}
