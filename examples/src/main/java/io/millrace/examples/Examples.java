package io.millrace.examples;

import io.millrace.examples.cardfraud.CardFraudExample;
import io.millrace.examples.clickthrough.ClickThroughExample;
import io.millrace.examples.deadletters.DeadLettersExample;
import io.millrace.examples.enrichedorders.EnrichedOrdersExample;
import io.millrace.examples.inactiveusers.InactiveUsersExample;
import io.millrace.examples.launch.Example;
import io.millrace.examples.logins.LoginsExample;
import io.millrace.examples.ordertotals.OrderTotalsExample;
import io.millrace.examples.ordervalidation.OrderValidationExample;
import io.millrace.examples.platinumviews.PlatinumViewsExample;
import io.millrace.examples.temperature.TemperatureExample;
import io.millrace.examples.temperature.WeatherExample;
import io.millrace.examples.topproducts.TopProductsExample;
import io.millrace.examples.wordcount.WordCountExample;
import io.millrace.examples.wordcountprocessor.WordCountProcessorsExample;
import java.util.List;
import java.util.Optional;

/** All examples, in the order in which to read them. */
final class Examples {

    private static final List<Example> ALL = List.of(
            WordCountExample.example(),
            WordCountProcessorsExample.example(),
            TemperatureExample.example(),
            WeatherExample.example(),
            LoginsExample.example(),
            InactiveUsersExample.example(),
            OrderTotalsExample.example(),
            EnrichedOrdersExample.example(),
            OrderValidationExample.example(),
            CardFraudExample.example(),
            PlatinumViewsExample.example(),
            ClickThroughExample.example(),
            TopProductsExample.example(),
            DeadLettersExample.example());

    private Examples() {}

    static List<Example> all() {
        return ALL;
    }

    static List<String> names() {
        return ALL.stream().map(Example::name).toList();
    }

    static Optional<Example> find(String name) {
        return ALL.stream().filter(example -> example.name().equals(name)).findFirst();
    }
}
