/** Programs that measure: each {@code main} is one. Nothing here is deployed, and no test asserts a time. */
@NullMarked
package io.millrace.benchmarks;

import org.jspecify.annotations.NullMarked;
