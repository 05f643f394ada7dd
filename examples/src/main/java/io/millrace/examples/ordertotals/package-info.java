/** An aggregation of one's own in tumbling windows: {@link io.millrace.examples.ordertotals.OrderTotals}. */
@NullMarked
package io.millrace.examples.ordertotals;

import org.jspecify.annotations.NullMarked;
