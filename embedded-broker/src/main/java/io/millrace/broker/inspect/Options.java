package io.millrace.broker.inspect;

import io.millrace.broker.inspect.LogCommand.Command;
import java.util.ArrayList;
import java.util.List;

/**
 * What the command line says. Immutable.
 *
 * @param partition -1 for all
 * @param max records at most
 */
record Options(
        String directory,
        Command command,
        String topic,
        long from,
        int partition,
        long max,
        boolean json,
        boolean help) {

    private static final String USAGE = """
            Usage: millrace-log DIR topics
                   millrace-log DIR describe TOPIC
                   millrace-log DIR groups
                   millrace-log DIR consume TOPIC [--from OFFSET] [--partition N] [--max N] [--json]
                   millrace-log DIR verify
                   millrace-log DIR accept-loss TOPIC --partition N

            Shows what is in a data directory, also while an application has it open; nothing is changed, but by accept-loss. Records are
            those that a read_committed reader sees. --help after a command tells more of it.

            Exit status: 0 all is well, 1 damage was found, 2 wrong use (an unknown topic too), 3 the data cannot be read.
            """;

    static Options parse(String... args) {
        List<String> words = new ArrayList<>();
        long from = 0;
        int partition = -1;
        long max = Long.MAX_VALUE;
        boolean json = false;
        boolean help = false;
        for (int i = 0; i < args.length; i++) {
            switch (args[i]) {
                case "--from" -> from = number(args, i++);
                case "--partition" -> partition = Math.toIntExact(number(args, i++));
                case "--max" -> max = number(args, i++);
                case "--json" -> json = true;
                case "--help", "-h" -> help = true;
                default -> {
                    if (args[i].startsWith("--")) {
                        throw new IllegalArgumentException("unknown option " + args[i] + "; --help tells the usage");
                    }
                    words.add(args[i]);
                }
            }
        }
        Command command = words.size() < 2 ? Command.TOPICS : command(words.get(1));
        boolean takesTopic = command.takesTopic();
        if (!help && words.size() != (takesTopic ? 3 : 2)) {
            throw new IllegalArgumentException(
                    words.size() < 2
                            ? "a directory and a command are needed; --help tells the usage"
                            : words.get(1) + " takes " + (takesTopic ? "one topic" : "nothing else")
                                    + "; --help tells the usage");
        }
        return new Options(
                words.isEmpty() ? "" : words.get(0),
                command,
                words.size() > 2 ? words.get(2) : "",
                from,
                partition,
                max,
                json,
                help);
    }

    private static Command command(String word) {
        for (Command command : Command.values()) {
            if (command.word().equals(word)) {
                return command;
            }
        }
        throw new IllegalArgumentException("unknown command '" + word + "'; there are " + LogCommand.commands());
    }

    private static long number(String[] args, int option) {
        if (option + 1 >= args.length) {
            throw new IllegalArgumentException(args[option] + " needs a number");
        }
        try {
            long number = Long.parseLong(args[option + 1]);
            if (number >= 0) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(args[option] + " needs a whole number, got " + args[option + 1], e);
        }
        throw new IllegalArgumentException(args[option] + " needs a number of at least 0, got " + args[option + 1]);
    }

    static String usage(Command command) {
        return switch (command) {
            case TOPICS -> USAGE;
            case DESCRIBE ->
                "describe TOPIC: id and settings; per partition first offset, end, last stable offset, records, bytes, open and aborted transactions\n";
            case GROUPS -> "groups: per group and partition the committed offset and its metadata\n";
            case CONSUME ->
                "consume TOPIC: partition, offset, timestamp, key, value (and headers) of each record, separated by tabs, or one JSON object a"
                        + " line with --json. What is not text is shown as base64:...\n";
            case VERIFY -> """
                verify: checks every batch of every partition and every entry of the commit log, and prints what is damaged with file, bytes and offset.
                'unfinished' is what a running or killed application leaves at the end of a file: no damage. Exit status 1 if something is damaged.
                """;
            case ACCEPT_LOSS -> """
                accept-loss TOPIC --partition N: gives up, for good, the damaged records of a partition that takes no writes because of them. Whole records
                before and behind stay. The application must be closed. Prints what was given up. Copy the directory first.
                """;
        };
    }
}
