package io.millrace.examples.ordervalidation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.examples.launch.Event;
import io.millrace.examples.launch.LiveInput;
import io.millrace.serialization.json.JsonSerde;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Some orders a second: most are sound, some are sent twice, lack something, or are of a customer who orders too much. New stock comes in from time to time. */
final class LiveOrders implements LiveInput {

    private static final List<String> CUSTOMERS =
            List.of("ada", "alan", "barbara", "edsger", "grace", "katherine", "ken", "margaret");
    private static final List<String> PRODUCTS = List.of("cable", "camera", "keyboard", "laptop", "phone", "screen");
    private static final int STOCK_EVERY = 100;
    private static final int STOCK_UNITS = 400;

    private final JsonSerde<Order> orders = new JsonSerde<>(Order.class);
    private final JsonSerde<Stock> stock = new JsonSerde<>(Stock.class);
    private int moments;

    /** Units of each product that have come in so far. */
    private int units;

    @Override
    public List<Event> at(long timeMs, Random random) {
        List<Event> events = new ArrayList<>();
        if (moments++ % STOCK_EVERY == 0) {
            units += STOCK_UNITS;
            PRODUCTS.forEach(product -> events.add(stockOf(product, timeMs)));
        }
        if (random.nextInt(3) == 0) {
            Event order = order(timeMs, random);
            events.add(order);
            if (random.nextInt(20) == 0) {
                events.add(order);
            }
        }
        return events;
    }

    private Event stockOf(String product, long timeMs) {
        byte[] value = stock.serializer().serialize(OrderValidation.STOCK, new Stock(units));
        return new Event(timeMs, OrderValidation.STOCK, product.getBytes(UTF_8), value);
    }

    private Event order(long timeMs, Random random) {
        String id = UUID.randomUUID().toString();
        @Nullable String customer = random.nextInt(30) == 0 ? null : CUSTOMERS.get(random.nextInt(CUSTOMERS.size()));
        String product = PRODUCTS.get(random.nextInt(PRODUCTS.size()));
        int count = 1 + random.nextInt(5);
        long cents = count * (500L + random.nextInt(random.nextInt(20) == 0 ? 100_000 : 2_000));
        byte[] value =
                orders.serializer().serialize(OrderValidation.ORDERS, new Order(id, customer, product, count, cents));
        return new Event(timeMs, OrderValidation.ORDERS, id.getBytes(UTF_8), value);
    }
}
