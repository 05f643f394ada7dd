/** A stream joined with a table: {@link io.millrace.examples.platinumviews.PlatinumViews}. */
@NullMarked
package io.millrace.examples.platinumviews;

import org.jspecify.annotations.NullMarked;
