package io.millrace.examples.clickthrough;

import org.jspecify.annotations.Nullable;

/** An impression, and whether it was clicked in time. */
record Shown(String ad, boolean clicked) {

    /** @param click null if there was none */
    static Shown of(Impression impression, @Nullable Click click) {
        return new Shown(impression.ad(), click != null);
    }
}
