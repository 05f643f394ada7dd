/** Event sourcing with three checks in parallel: {@link io.millrace.examples.ordervalidation.OrderValidation}. */
@NullMarked
package io.millrace.examples.ordervalidation;

import org.jspecify.annotations.NullMarked;
