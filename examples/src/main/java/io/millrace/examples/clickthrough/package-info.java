/** Two streams joined in time: {@link io.millrace.examples.clickthrough.ClickThrough}. */
@NullMarked
package io.millrace.examples.clickthrough;

import org.jspecify.annotations.NullMarked;
