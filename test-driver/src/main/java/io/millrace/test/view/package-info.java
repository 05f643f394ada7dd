/** Stores of a driver, seen without the timestamps or headers that they keep beside their values. */
@NullMarked
package io.millrace.test.view;

import org.jspecify.annotations.NullMarked;
