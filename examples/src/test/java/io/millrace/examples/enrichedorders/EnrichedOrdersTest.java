package io.millrace.examples.enrichedorders;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.record.KeyValue;
import io.millrace.serialization.StringDeserializer;
import io.millrace.serialization.StringSerializer;
import io.millrace.serialization.json.JsonSerializer;
import io.millrace.test.TestInputTopic;
import io.millrace.test.TestOutputTopic;
import io.millrace.test.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EnrichedOrdersTest {

    private final TopologyTestDriver driver = new TopologyTestDriver(EnrichedOrders.topology());
    private final TestInputTopic<String, Order> orders = input(EnrichedOrders.ORDERS);
    private final TestInputTopic<String, Customer> customers = input(EnrichedOrders.CUSTOMERS);
    private final TestInputTopic<String, Product> products = input(EnrichedOrders.PRODUCTS);
    private final TestInputTopic<String, Price> prices = input(EnrichedOrders.PRICES);
    private final TestOutputTopic<String, EnrichedOrder> enriched = driver.createOutputTopic(
            EnrichedOrders.ENRICHED,
            new StringDeserializer(),
            EnrichedOrders.enriched().deserializer());
    private final TestOutputTopic<String, PricedOrder> priced = driver.createOutputTopic(
            EnrichedOrders.PRICED,
            new StringDeserializer(),
            EnrichedOrders.priced().deserializer());

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldPutCustomerAndProductIntoAnOrder() {
        customers.pipeInput("c1", new Customer("Ada", "London"));
        products.pipeInput("p1", new Product("lamp", "home"));

        orders.pipeInput("c1", new Order("o1", "p1", 2));

        assertThat(enriched.readKeyValue())
                .isEqualTo(KeyValue.pair("c1", new EnrichedOrder("o1", 2, "lamp", "home", "Ada", "London")));
    }

    @Test
    void shouldLetAnOrderPassWhoseCustomerOrProductIsNotKnown() {
        orders.pipeInput("c1", new Order("o1", "p1", 2));

        assertThat(enriched.readValue()).isEqualTo(new EnrichedOrder("o1", 2, "p1", "?", "?", "?"));
    }

    @Test
    void shouldNotChangeAnOrderWhenItsCustomerChangesLater() {
        customers.pipeInput("c1", new Customer("Ada", "London"));
        orders.pipeInput("c1", new Order("o1", "p1", 1));
        customers.pipeInput("c1", new Customer("Ada", "Paris"));
        orders.pipeInput("c1", new Order("o2", "p1", 1));

        assertThat(enriched.readValuesToList()).extracting(EnrichedOrder::city).containsExactly("London", "Paris");
    }

    @Test
    void shouldPriceAllOrdersOfAProductAnewWhenItsPriceChanges() {
        prices.pipeInput("p1", new Price(100));
        prices.pipeInput("p2", new Price(999));
        orders.pipeInput("c1", new Order("o1", "p1", 1));
        orders.pipeInput("c2", new Order("o2", "p1", 3));
        orders.pipeInput("c2", new Order("o3", "p2", 1));
        priced.readKeyValuesToList();

        prices.pipeInput("p1", new Price(200));

        assertThat(priced.readKeyValuesToMap())
                .containsOnlyKeys("o1", "o2")
                .containsEntry("o1", new PricedOrder("p1", 1, 200))
                .containsEntry("o2", new PricedOrder("p1", 3, 600));
    }

    @Test
    void shouldPriceAnOrderOnceItsProductHasAPrice() {
        orders.pipeInput("c1", new Order("o1", "p1", 2));
        assertThat(priced.isEmpty()).isTrue();

        prices.pipeInput("p1", new Price(100));

        assertThat(priced.readKeyValuesToMap()).containsEntry("o1", new PricedOrder("p1", 2, 200));
    }

    @Test
    void shouldTakeTheResultBackWhenTheProductOfAnOrderChangesToOneWithoutPrice() {
        prices.pipeInput("p1", new Price(100));
        orders.pipeInput("c1", new Order("o1", "p1", 2));
        priced.readKeyValuesToList();

        orders.pipeInput("c1", new Order("o1", "p9", 2));

        assertThat(priced.readKeyValue()).isEqualTo(KeyValue.pair("o1", null));
    }

    private <V> TestInputTopic<String, V> input(String topic) {
        return driver.createInputTopic(topic, new StringSerializer(), new JsonSerializer<>());
    }
}
