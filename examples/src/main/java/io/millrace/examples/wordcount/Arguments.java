package io.millrace.examples.wordcount;

import io.millrace.examples.launch.Refusal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asks for. Immutable.
 *
 * @param data where broker and state live; empty for a directory that goes away at the end
 * @param top how many words are printed at most
 * @param threads stream threads
 * @param files texts to read, as they were given; {@code -} is standard input
 */
record Arguments(Optional<Path> data, int top, int threads, List<String> files) {

    static final String STANDARD_INPUT = "-";

    static final String USAGE = """
            Usage: wordcount [--data DIR] [--top N] [--threads N] FILE...

            Counts the words of UTF-8 texts and prints COUNT<TAB>WORD, most frequent first, words of one count in
            order of code point. A word is a run of Unicode letters and digits, lower-cased. FILE - is standard input.

              --data DIR   keep broker and state in DIR: the next run adds to the counts, a run that was killed is
                           taken up where it was, and a file that was read before adds what was appended since
              --top N      print the N most frequent words only
              --threads N  stream threads (default: one per processor, at most 4)
              --help       print this

            Exit status: 0 done, 1 an error while counting, 2 refused (wrong arguments, a file that cannot be read, a
            data directory that is in use or not Millrace's, a file that changed before the point it was read to).
            """;

    private static final int MAX_THREADS = 256;

    Arguments {
        files = List.copyOf(files);
    }

    /** Whether the command line asks for the usage page only. */
    static boolean askForHelp(String... args) {
        for (String arg : args) {
            if (arg.equals("--")) {
                return false;
            }
            if (arg.equals("--help") || arg.equals("-h")) {
                return true;
            }
        }
        return false;
    }

    /** Reads the command line; options may stand anywhere before {@code --}, their value behind {@code =} or as the next argument. */
    static Arguments parse(String... args) throws Refusal {
        ArrayDeque<String> rest = new ArrayDeque<>(List.of(args));
        Optional<Path> data = Optional.empty();
        int top = Integer.MAX_VALUE;
        int threads = defaultThreads();
        List<String> files = new ArrayList<>();
        while (!rest.isEmpty()) {
            String arg = rest.remove();
            if (arg.equals("--")) {
                files.addAll(rest);
                break;
            }
            if (!arg.startsWith("-") || arg.equals(STANDARD_INPUT)) {
                files.add(arg);
                continue;
            }
            int equals = arg.indexOf('=');
            String option = equals < 0 ? arg : arg.substring(0, equals);
            @Nullable String inline = equals < 0 ? null : arg.substring(equals + 1);
            switch (option) {
                case "--data" -> data = Optional.of(path(option, value(option, inline, rest)));
                case "--top" -> top = positive(option, value(option, inline, rest), Integer.MAX_VALUE);
                case "--threads" -> threads = positive(option, value(option, inline, rest), MAX_THREADS);
                default -> throw new Refusal("unknown option " + option + "; --help tells the options");
            }
        }
        if (files.isEmpty()) {
            throw new Refusal("no FILE given; --help tells the usage");
        }
        return new Arguments(data, top, threads, files);
    }

    private static int defaultThreads() {
        return Math.min(4, Runtime.getRuntime().availableProcessors());
    }

    private static String value(String option, @Nullable String inline, ArrayDeque<String> rest) throws Refusal {
        String value = inline != null ? inline : rest.poll();
        if (value == null || value.isEmpty()) {
            throw new Refusal(option + " needs a value; --help tells the usage");
        }
        return value;
    }

    private static Path path(String option, String value) throws Refusal {
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new Refusal(option + " " + value + " is not a path: " + e.getReason(), e);
        }
    }

    private static int positive(String option, String value, int max) throws Refusal {
        try {
            int number = Integer.parseInt(value);
            if (number >= 1 && number <= max) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            throw new Refusal(option + " takes a whole number from 1 to " + max + ", got " + value, notANumber);
        }
        throw new Refusal(option + " takes a whole number from 1 to " + max + ", got " + value);
    }
}
