package io.millrace.examples.ordertotals;

/** How many orders there were, and what they come to. */
record Totals(long orders, long cents) {

    static final Totals NONE = new Totals(0, 0);

    Totals plus(Order order) {
        return new Totals(orders + 1, cents + order.cents());
    }
}
