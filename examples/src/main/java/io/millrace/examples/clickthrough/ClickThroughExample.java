package io.millrace.examples.clickthrough;

import io.millrace.examples.launch.Example;
import io.millrace.examples.launch.ExampleInput;
import io.millrace.examples.launch.ResultTable;
import io.millrace.examples.launch.Row;
import io.millrace.serialization.Serdes;
import java.util.List;
import java.util.Locale;

/** What the launcher has to know of {@link ClickThrough}. */
public final class ClickThroughExample {

    private ClickThroughExample() {}

    /** The example. */
    public static Example example() {
        return new Example(
                        "click-through",
                        "click-through rate of ads: impressions left-joined with clicks",
                        ClickThrough::topology,
                        ExampleInput.jsonLines(
                                ClickThroughExample.class, "ads.jsonl", ClickThrough.IMPRESSIONS, ClickThrough.CLICKS),
                        List.of(ResultTable.ofTable(
                                        "Ads by impressions that are decided: clicked, or older than 12 minutes",
                                        ClickThrough.RATES,
                                        Serdes.String(),
                                        ClickThrough.rates())
                                .column("ad", Row::key)
                                .column("impressions", row -> row.value().impressions())
                                .column("clicks", row -> row.value().clicks())
                                .column(
                                        "rate",
                                        row -> String.format(
                                                Locale.ROOT,
                                                "%.1f %%",
                                                row.value().percent()))))
                .live(LiveAds::new);
    }
}
