package io.millrace.examples.launch;

import java.util.Locale;

/** Amounts as people read them. */
public final class Money {

    private Money() {}

    /** As {@code 12.50}. */
    public static String text(long cents) {
        return String.format(
                Locale.ROOT, "%s%d.%02d", cents < 0 ? "-" : "", Math.abs(cents / 100), Math.abs(cents % 100));
    }
}
