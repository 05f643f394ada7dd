/** Input that repeats itself and has mistakes: {@link io.millrace.examples.deadletters.CleanPayments}. */
@NullMarked
package io.millrace.examples.deadletters;

import org.jspecify.annotations.NullMarked;
