package io.millrace.examples.launch;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for, behind the name of the example. Immutable.
 *
 * @param data where broker and state live; empty for a broker in memory
 * @param input a file that is fed instead of the one that is shipped
 * @param asksForHelp whether only the usage is to be printed
 */
record Options(Optional<Path> data, Optional<Path> input, boolean asksForHelp) {

    static final String USAGE = """
              --data DIR    keep broker and state in DIR: the next run goes on where this one ended, and feeds only
                            what was appended to the input since
              --input FILE  feed FILE instead of the input that is shipped; same format
              --help        print this
            """;

    private static final List<String> NAMES = List.of("--data", "--input", "--help");

    /** Reads the command line; the value of an option stands behind {@code =} or is the next argument. */
    static Options parse(List<String> args) throws Refusal {
        ArrayDeque<String> rest = new ArrayDeque<>(args);
        Optional<Path> data = Optional.empty();
        Optional<Path> input = Optional.empty();
        boolean asksForHelp = false;
        while (!rest.isEmpty()) {
            String arg = rest.remove();
            int equals = arg.indexOf('=');
            String option = equals < 0 ? arg : arg.substring(0, equals);
            @Nullable String inline = equals < 0 ? null : arg.substring(equals + 1);
            switch (option) {
                case "--data" -> data = Optional.of(path(option, inline, rest));
                case "--input" -> input = Optional.of(path(option, inline, rest));
                case "--help", "-h" -> asksForHelp = true;
                default ->
                    throw new Refusal(
                            "unknown option " + option + Nearest.hint(option, NAMES) + " (--help tells the options)");
            }
        }
        return new Options(data, input, asksForHelp);
    }

    private static Path path(String option, @Nullable String inline, ArrayDeque<String> rest) throws Refusal {
        String value = inline != null ? inline : rest.poll();
        if (value == null || value.isEmpty()) {
            throw new Refusal(option + " needs a value; --help tells the options");
        }
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new Refusal(option + " " + value + " is not a path: " + e.getReason(), e);
        }
    }
}
