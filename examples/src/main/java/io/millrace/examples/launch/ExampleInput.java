package io.millrace.examples.launch;

import java.util.List;

/**
 * The input of an example. Immutable.
 *
 * @param owner a class next to which the file is
 * @param file name of the file that is shipped
 * @param parser of the file, and of files that a user brings instead
 * @param topics the topics that are fed
 */
public record ExampleInput(Class<?> owner, String file, EventParser parser, List<String> topics) {

    public ExampleInput {
        topics = List.copyOf(topics);
    }

    /** A file of JSON objects, one per line, with {@code time}, {@code topic}, {@code key} and {@code value}. */
    public static ExampleInput jsonLines(Class<?> owner, String file, String... topics) {
        return new ExampleInput(owner, file, new JsonEvents(), List.of(topics));
    }

    EventSource shipped() {
        return EventSource.shipped(owner, file);
    }
}
