/** Placeholder. */
@NullMarked
package io.millrace.broker;

import org.jspecify.annotations.NullMarked;
