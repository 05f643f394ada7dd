package io.millrace.parity.program;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One call of a program.
 *
 * @param inputs positions of the steps whose results it uses
 * @param options all else that it is told
 */
public record Step(Operator operator, List<Integer> inputs, SortedMap<String, String> options, Shape shape) {

    public Step {
        inputs = List.copyOf(inputs);
        options = Collections.unmodifiableSortedMap(new TreeMap<>(options));
    }

    public @Nullable String option(String name) {
        return options.get(name);
    }

    public String require(String name) {
        String value = options.get(name);
        if (value == null) {
            throw new IllegalStateException(operator + " needs the option " + name);
        }
        return value;
    }

    public boolean has(String name) {
        return options.containsKey(name);
    }

    public boolean is(String name, String value) {
        return value.equals(options.get(name));
    }

    public int number(String name) {
        return Integer.parseInt(require(name));
    }

    /** The same step without an option. */
    public Step without(String name) {
        SortedMap<String, String> fewer = new TreeMap<>(options);
        fewer.remove(name);
        return new Step(operator, inputs, fewer, shape);
    }

    public Step withInputs(List<Integer> others) {
        return new Step(operator, others, options, shape);
    }

    @Override
    public String toString() {
        return operator
                + inputs.stream().map(input -> "s" + input).collect(Collectors.joining(", ", "(", ")"))
                + (options.isEmpty() ? "" : " " + options)
                + " -> " + shape;
    }
}
