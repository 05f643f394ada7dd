/** Final results of session windows: {@link io.millrace.examples.inactiveusers.InactiveUsers}. */
@NullMarked
package io.millrace.examples.inactiveusers;

import org.jspecify.annotations.NullMarked;
