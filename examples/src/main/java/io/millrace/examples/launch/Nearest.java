package io.millrace.examples.launch;

import io.millrace.text.EditDistance;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that somebody probably meant. */
public final class Nearest {

    private static final int DISTANCE_MAX = 4;

    private Nearest() {}

    /** A hint to end a message with, {@code "; did you mean X?"}; empty if no name is near. */
    public static String hint(String given, Collection<String> names) {
        Optional<String> nearest = names.stream()
                .filter(name -> EditDistance.between(given, name) <= Math.min(DISTANCE_MAX, name.length() / 2))
                .min(Comparator.comparingInt((String name) -> EditDistance.between(given, name))
                        .thenComparing(Comparator.naturalOrder()));
        return nearest.map(name -> "; did you mean " + name + "?").orElse("");
    }
}
