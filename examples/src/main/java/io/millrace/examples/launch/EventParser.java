package io.millrace.examples.launch;

/** Makes an event of a line of an input file. */
@FunctionalInterface
public interface EventParser {

    /**
     * Called for each line that is neither blank nor a comment ({@code #}), in order.
     *
     * @throws IllegalArgumentException if the line cannot be understood; the message says why, in one line
     */
    Event parse(String line);
}
