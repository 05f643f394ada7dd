package io.millrace.examples.ordertotals;

import static io.millrace.examples.Monday.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.examples.Monday;
import io.millrace.serialization.StringSerializer;
import io.millrace.serialization.json.JsonSerializer;
import io.millrace.state.Windowed;
import io.millrace.test.TestInputTopic;
import io.millrace.test.TestOutputTopic;
import io.millrace.test.TopologyTestDriver;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrderTotalsTest {

    private final TopologyTestDriver driver = new TopologyTestDriver(OrderTotals.topology());
    private final TestInputTopic<String, Order> orders =
            driver.createInputTopic(OrderTotals.ORDERS, new StringSerializer(), new JsonSerializer<>());
    private final TestOutputTopic<Windowed<String>, Totals> totals = driver.createOutputTopic(
            OrderTotals.TOTALS,
            OrderTotals.windowedKeys().deserializer(),
            OrderTotals.totals().deserializer());

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldAddUpTheOrdersOfEachShopAndWindow() {
        ordered("bakery", 420, "12:00:00");
        ordered("bakery", 180, "12:04:59.999");
        ordered("florist", 1250, "12:01:00");
        ordered("bakery", 2800, "12:05:00");

        assertThat(latest())
                .containsOnly(
                        Map.entry("bakery 12:00:00-12:05:00", new Totals(2, 600)),
                        Map.entry("bakery 12:05:00-12:10:00", new Totals(1, 2800)),
                        Map.entry("florist 12:00:00-12:05:00", new Totals(1, 1250)));
    }

    @Test
    void shouldAddALateOrderUntilTheGracePeriodIsOver() {
        ordered("bakery", 420, "12:05:59.999");
        ordered("bakery", 180, "12:04:00");
        ordered("bakery", 420, "12:06:00");
        ordered("bakery", 999, "12:04:00");

        assertThat(latest()).containsEntry("bakery 12:00:00-12:05:00", new Totals(1, 180));
    }

    @Test
    void shouldLeaveOutOrdersOfNobody() {
        ordered(null, 420, "12:00:00");

        assertThat(latest()).isEmpty();
    }

    @Test
    void shouldKeepTotalsOfCentsThatFloatingPointWouldGetWrong() {
        for (int i = 0; i < 10; i++) {
            ordered("bakery", 10, "12:00:00");
        }

        assertThat(latest()).containsEntry("bakery 12:00:00-12:05:00", new Totals(10, 100));
    }

    @Test
    void shouldAnswerFromTheStore() {
        ordered("bakery", 420, "12:00:00");

        assertThat(driver.<String, Totals>getWindowStore(OrderTotals.STORE)
                        .fetch("bakery", at("12:00:00").toEpochMilli()))
                .isEqualTo(new Totals(1, 420));
    }

    private void ordered(@Nullable String shop, long cents, String time) {
        orders.pipeInput(shop, new Order("something", cents), at(time));
    }

    private Map<String, Totals> latest() {
        Map<String, Totals> latest = new TreeMap<>();
        totals.readKeyValuesToList()
                .forEach(total -> latest.put(total.key.key() + " " + Monday.span(total.key.window()), total.value));
        return latest;
    }
}
