package io.millrace.examples.launch;

import io.millrace.interactive.QueryServer;
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
 * @param serves whether it runs on with live input and a query server
 * @param port of that server; 0 for a free one
 */
record Options(Optional<Path> data, Optional<Path> input, boolean asksForHelp, boolean serves, int port) {

    static final String USAGE = """
              --data DIR    keep broker and state in DIR: the next run goes on where this one ended, and feeds only
                            what was appended to the input since
              --input FILE  feed FILE instead of the input that is shipped; same format
              --serve       run on with live input, until SIGTERM or Ctrl-C: REST endpoint and page on the loopback address
              --port N      of the REST endpoint, %d unless told otherwise; 0 takes a free one
              --help        print this
            """.formatted(QueryServer.DEFAULT_PORT);

    private static final List<String> NAMES = List.of("--data", "--input", "--serve", "--port", "--help");
    private static final int LARGEST_PORT = 65_535;

    /** Reads the command line; the value of an option stands behind {@code =} or is the next argument. */
    static Options parse(List<String> args) throws Refusal {
        ArrayDeque<String> rest = new ArrayDeque<>(args);
        Optional<Path> data = Optional.empty();
        Optional<Path> input = Optional.empty();
        boolean asksForHelp = false;
        boolean serves = false;
        Optional<Integer> port = Optional.empty();
        while (!rest.isEmpty()) {
            String arg = rest.remove();
            int equals = arg.indexOf('=');
            String option = equals < 0 ? arg : arg.substring(0, equals);
            @Nullable String inline = equals < 0 ? null : arg.substring(equals + 1);
            switch (option) {
                case "--data" -> data = Optional.of(path(option, inline, rest));
                case "--input" -> input = Optional.of(path(option, inline, rest));
                case "--serve" -> serves = true;
                case "--port" -> port = Optional.of(port(value(option, inline, rest)));
                case "--help", "-h" -> asksForHelp = true;
                default ->
                    throw new Refusal(
                            "unknown option " + option + Nearest.hint(option, NAMES) + " (--help tells the options)");
            }
        }
        if (serves && input.isPresent()) {
            throw new Refusal("--input cannot be given with --serve, which makes its input");
        }
        if (!serves && port.isPresent()) {
            throw new Refusal("--port needs --serve");
        }
        return new Options(data, input, asksForHelp, serves, port.orElse(QueryServer.DEFAULT_PORT));
    }

    private static int port(String value) throws Refusal {
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= LARGEST_PORT) {
                return port;
            }
        } catch (NumberFormatException e) {
            throw new Refusal("--port " + value + " is not a number", e);
        }
        throw new Refusal("--port " + value + " is not between 0 and " + LARGEST_PORT);
    }

    private static String value(String option, @Nullable String inline, ArrayDeque<String> rest) throws Refusal {
        String value = inline != null ? inline : rest.poll();
        if (value == null || value.isEmpty()) {
            throw new Refusal(option + " needs a value; --help tells the options");
        }
        return value;
    }

    private static Path path(String option, @Nullable String inline, ArrayDeque<String> rest) throws Refusal {
        String value = value(option, inline, rest);
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new Refusal(option + " " + value + " is not a path: " + e.getReason(), e);
        }
    }
}
