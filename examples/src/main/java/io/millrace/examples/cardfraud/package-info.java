/** Bursts in sliding windows: {@link io.millrace.examples.cardfraud.CardFraud}. */
@NullMarked
package io.millrace.examples.cardfraud;

import org.jspecify.annotations.NullMarked;
