package io.millrace.examples.enrichedorders;

/** What an order is worth at the present price of its product. */
record PricedOrder(String product, int quantity, long cents) {

    static PricedOrder of(Order order, Price price) {
        return new PricedOrder(order.product(), order.quantity(), order.quantity() * price.cents());
    }
}
