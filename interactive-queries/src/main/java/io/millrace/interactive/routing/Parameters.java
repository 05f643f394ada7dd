package io.millrace.interactive.routing;

import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemException;
import io.millrace.interactive.problem.ProblemType;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Parameters of a request, read with their meaning; each complaint is a problem 400 that names the valid values. Immutable. */
public final class Parameters {

    private final Map<String, List<String>> values;

    public Parameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /** Complains of a parameter that the route does not have. */
    public void requireOnly(Set<String> known) {
        for (String name : values.keySet()) {
            if (!known.contains(name)) {
                throw bad("There is no parameter '" + shortened(name) + "' here; there "
                        + (known.isEmpty() ? "are none" : "are " + new TreeSet<>(known)));
            }
        }
    }

    /** Whether it is given. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /** All values; empty if it is not given. */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** The value; null if it is not given. */
    public @Nullable String find(String name) {
        List<String> all = all(name);
        if (all.size() > 1) {
            throw bad("Parameter '" + name + "' is given " + all.size() + " times, but only one can be");
        }
        return all.isEmpty() ? null : all.get(0);
    }

    /** A whole number within bounds. */
    public long number(String name, long least, long most, long ifAbsent) {
        String text = find(name);
        if (text == null) {
            return ifAbsent;
        }
        try {
            long number = Long.parseLong(text);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below, as for a number that is out of bounds.
        }
        throw bad("Parameter '" + name + "' must be a whole number from " + least + " to " + most + ", but is '"
                + shortened(text) + "'");
    }

    /** A truth value; false if it is not given, true if it is given without a value. */
    public boolean flag(String name) {
        String text = find(name);
        if (text == null || text.equals("false")) {
            return false;
        }
        if (text.isEmpty() || text.equals("true")) {
            return true;
        }
        throw bad("Parameter '" + name + "' must be true or false, but is '" + shortened(text) + "'");
    }

    /** One of the constants of an enum, in lower case. */
    public <E extends Enum<E>> E choice(String name, E[] constants, E ifAbsent) {
        String text = find(name);
        if (text == null) {
            return ifAbsent;
        }
        for (E constant : constants) {
            if (constant.name().toLowerCase(Locale.ROOT).equals(text)) {
                return constant;
            }
        }
        throw bad("Parameter '" + name + "' must be one of "
                + Arrays.stream(constants)
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "))
                + ", but is '" + shortened(text) + "'");
    }

    /** Text of a request for a message: not longer than a line. */
    public static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }

    private static ProblemException bad(String detail) {
        return Problem.of(ProblemType.BAD_REQUEST, detail).toException();
    }
}
