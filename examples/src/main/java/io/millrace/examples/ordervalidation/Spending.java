package io.millrace.examples.ordervalidation;

/** What a customer has ordered within an hour, and the order that came last. */
record Spending(long cents, String lastOrder) {

    static final Spending NONE = new Spending(0, "");

    Spending plus(Order order) {
        return new Spending(cents + order.cents(), order.id());
    }
}
