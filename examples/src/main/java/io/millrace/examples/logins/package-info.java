/** Counts in hopping windows: {@link io.millrace.examples.logins.LoginCounts}. */
@NullMarked
package io.millrace.examples.logins;

import org.jspecify.annotations.NullMarked;
