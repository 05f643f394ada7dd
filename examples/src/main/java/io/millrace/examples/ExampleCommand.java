package io.millrace.examples;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.examples.launch.Example;
import io.millrace.examples.launch.Launcher;
import io.millrace.examples.launch.Nearest;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/**
 * The command line: {@code example} lists the examples, {@code example NAME [options]} runs one. Exit status 0: done; 1: an error while
 * processing; 2: refused.
 */
public final class ExampleCommand {

    private static final String USAGE = """
            Usage: example NAME [--data DIR] [--input FILE]
                   example NAME --serve [--port N] [--data DIR]

            Runs an example on the input that it ships, or, some of them, as a service with live input, a REST endpoint
            and a page. Without NAME the examples are listed; with --help behind NAME the example tells its options.
            """;

    private final PrintStream out;
    private final PrintStream err;

    ExampleCommand(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    /** Runs the command and ends the process. */
    public static void main(String[] args) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, UTF_8);
        int status = new ExampleCommand(out, System.err).run(List.of(args));
        out.flush();
        System.exit(status);
    }

    /** Runs the command and returns its exit status. */
    int run(List<String> args) {
        if (args.isEmpty()) {
            list();
            return Launcher.DONE;
        }
        String name = args.get(0);
        if (name.equals("--help") || name.equals("-h")) {
            out.print(USAGE);
            out.println();
            list();
            return Launcher.DONE;
        }
        Optional<Example> example = Examples.find(name);
        if (example.isEmpty()) {
            err.println("example: there is no example " + name + Nearest.hint(name, Examples.names())
                    + " (without a name, all are listed)");
            return Launcher.REFUSED;
        }
        return new Launcher(out, err).run(example.get(), args.subList(1, args.size()));
    }

    private void list() {
        int width = Examples.names().stream().mapToInt(String::length).max().orElse(0);
        for (Example example : Examples.all()) {
            out.println(example.name() + " ".repeat(width - example.name().length() + 2) + example.title());
        }
    }
}
