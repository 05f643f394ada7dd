package io.millrace.examples.ordervalidation;

import static io.millrace.examples.Monday.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.examples.ordervalidation.Verdict.Status;
import io.millrace.serialization.StringDeserializer;
import io.millrace.serialization.StringSerializer;
import io.millrace.serialization.json.JsonSerializer;
import io.millrace.test.TestInputTopic;
import io.millrace.test.TestOutputTopic;
import io.millrace.test.TopologyTestDriver;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrderValidationTest {

    /** The tasks of a running application: each check in one of its own, and the verdicts in another. */
    private final TopologyTestDriver driver = new TopologyTestDriver(OrderValidation.topology()).separateTasks();

    private final TestInputTopic<String, Order> orders =
            driver.createInputTopic(OrderValidation.ORDERS, new StringSerializer(), new JsonSerializer<>());
    private final TestInputTopic<String, Stock> stock =
            driver.createInputTopic(OrderValidation.STOCK, new StringSerializer(), new JsonSerializer<>());
    private final TestOutputTopic<String, Verdict> verdicts = driver.createOutputTopic(
            OrderValidation.VERDICTS,
            new StringDeserializer(),
            OrderValidation.verdicts().deserializer());

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldValidateAnOrderThatPassesAllChecks() {
        stock.pipeInput("phone", new Stock(10), at("08:00:00"));

        place("o1", "ada", "phone", 2, 140_000);

        assertThat(verdictsByOrder()).containsOnly(Map.entry("o1", validated()));
    }

    @Test
    void shouldFailAnOrderWithAllThatIsWrongOnce() {
        place("o1", null, "phone", -1, 300_000);

        assertThat(verdicts.readValuesToList()).containsExactly(failed(Check.DETAILS, Check.FRAUD, Check.INVENTORY));
    }

    @Test
    void shouldFailOrdersFromTheOneOnThatExceedsTheLimitOfAnHour() {
        stock.pipeInput("cable", new Stock(100), at("08:00:00"));
        place("o1", "ada", "cable", 1, OrderValidation.CENTS_PER_HOUR_MAX, "09:00:00");
        place("o2", "ada", "cable", 1, 1, "09:59:59");
        place("o3", "grace", "cable", 1, 1, "09:59:59");
        place("o4", "ada", "cable", 1, 1, "10:00:00");

        assertThat(verdictsByOrder())
                .containsOnly(
                        Map.entry("o1", validated()),
                        Map.entry("o2", failed(Check.FRAUD)),
                        Map.entry("o3", validated()),
                        Map.entry("o4", validated()));
    }

    @Test
    void shouldNotSellTheSameUnitsTwice() {
        stock.pipeInput("phone", new Stock(10), at("08:00:00"));
        place("o1", "ada", "phone", 7, 1);
        place("o2", "grace", "phone", 4, 1);
        place("o3", "linus", "phone", 3, 1);

        assertThat(verdictsByOrder())
                .containsOnly(
                        Map.entry("o1", validated()),
                        Map.entry("o2", failed(Check.INVENTORY)),
                        Map.entry("o3", validated()));
    }

    @Test
    void shouldNotReserveLessThanNothing() {
        stock.pipeInput("phone", new Stock(10), at("08:00:00"));
        place("o1", "ada", "phone", -5, 1);
        place("o2", "grace", "phone", 11, 1);

        assertThat(verdictsByOrder())
                .containsOnly(
                        Map.entry("o1", failed(Check.DETAILS, Check.INVENTORY)),
                        Map.entry("o2", failed(Check.INVENTORY)));
    }

    @Test
    void shouldDecideOnceOnAnOrderThatIsSentTwice() {
        stock.pipeInput("phone", new Stock(10), at("08:00:00"));
        place("o1", "ada", "phone", 6, 150_000, "09:00:00");
        place("o1", "ada", "phone", 6, 150_000, "09:00:05");

        assertThat(verdicts.readValuesToList()).containsExactly(validated());
        assertThat(driver.<String, Integer>getKeyValueStore(ReserveUnits.STORE).get("phone"))
                .isEqualTo(6);
    }

    @Test
    void shouldCountALateOrderInItsOwnHour() {
        stock.pipeInput("cable", new Stock(100), at("08:00:00"));
        place("o1", "ada", "cable", 1, OrderValidation.CENTS_PER_HOUR_MAX, "09:30:00");
        place("o2", "ada", "cable", 1, 1, "12:00:00");
        place("o3", "ada", "cable", 1, 1, "09:45:00");

        assertThat(verdictsByOrder()).containsEntry("o2", validated()).containsEntry("o3", failed(Check.FRAUD));
    }

    @Test
    void shouldFailWhatTheWarehouseDoesNotKnow() {
        place("o1", "ada", "hat", 1, 1);

        assertThat(verdictsByOrder()).containsOnly(Map.entry("o1", failed(Check.INVENTORY)));
    }

    @Test
    void shouldReserveAndDecideOnceWhateverIsKilled() {
        stock.pipeInput("phone", new Stock(10), at("08:00:00"));

        for (int i = 1; i <= 5; i++) {
            driver.crashBeforeCommit(); // processed, killed, restored, processed again
            place("o" + i, "customer " + i, "phone", 2, 1);
        }
        driver.crashAndRecover();
        place("o6", "ada", "phone", 1, 1);

        assertThat(driver.<String, Integer>getKeyValueStore(ReserveUnits.STORE).get("phone"))
                .isEqualTo(10);
        assertThat(verdicts.readKeyValuesToList())
                .extracting(verdict -> verdict.key + " " + verdict.value.status())
                .containsExactlyInAnyOrder(
                        "o1 VALIDATED", "o2 VALIDATED", "o3 VALIDATED", "o4 VALIDATED", "o5 VALIDATED", "o6 FAILED");
    }

    private void place(String id, @Nullable String customer, String product, int units, long cents) {
        place(id, customer, product, units, cents, "09:00:00");
    }

    private void place(String id, @Nullable String customer, String product, int units, long cents, String time) {
        orders.pipeInput(id, new Order(id, customer, product, units, cents), at(time));
    }

    private Map<String, Verdict> verdictsByOrder() {
        return verdicts.readKeyValuesToMap();
    }

    private static Verdict validated() {
        return new Verdict(Status.VALIDATED, List.of());
    }

    private static Verdict failed(Check... checks) {
        return new Verdict(Status.FAILED, List.of(checks));
    }
}
