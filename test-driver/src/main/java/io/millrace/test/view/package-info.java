/**
 * Stores of a driver, seen without the timestamps or headers that they keep beside their values, and seen as one if several tasks have a part each
 * ({@link io.millrace.test.view.PartitionedStore}).
 */
@NullMarked
package io.millrace.test.view;

import org.jspecify.annotations.NullMarked;
