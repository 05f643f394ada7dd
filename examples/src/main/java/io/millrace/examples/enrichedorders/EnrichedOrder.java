package io.millrace.examples.enrichedorders;

import org.jspecify.annotations.Nullable;

/** An order as people want to read it. */
record EnrichedOrder(String id, int quantity, String product, String category, String customer, String city) {

    private static final String UNKNOWN = "?";

    /** @param product null if it is not known */
    static EnrichedOrder of(OrderWithCustomer joined, @Nullable Product product) {
        Order order = joined.order();
        Customer customer = joined.customer();
        return new EnrichedOrder(
                order.id(),
                order.quantity(),
                product == null ? order.product() : product.name(),
                product == null ? UNKNOWN : product.category(),
                customer == null ? UNKNOWN : customer.name(),
                customer == null ? UNKNOWN : customer.city());
    }
}
