/** A stream joined with a table and a global table, and two tables joined by foreign key: {@link io.millrace.examples.enrichedorders.EnrichedOrders}. */
@NullMarked
package io.millrace.examples.enrichedorders;

import org.jspecify.annotations.NullMarked;
