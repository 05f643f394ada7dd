package io.millrace.simulation.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What a loop is told on its command line.
 *
 * @param directory for its data
 */
record LoopOptions(int times, long seed, Path directory) {

    /**
     * Reads {@code [TIMES N] [--seed S] [--directory DIR]}.
     *
     * @param timesOption name of the option that says how often
     */
    static LoopOptions parse(String[] args, String timesOption, int defaultTimes) throws IOException {
        int times = defaultTimes;
        long seed = 1;
        Path directory = null;
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException("Option " + args[i] + " needs a value");
            }
            if (args[i].equals(timesOption)) {
                times = Integer.parseInt(args[i + 1]);
            } else if (args[i].equals("--seed")) {
                seed = Long.parseLong(args[i + 1]);
            } else if (args[i].equals("--directory")) {
                directory = Path.of(args[i + 1]);
            } else {
                throw new IllegalArgumentException(
                        "Unknown option " + args[i] + "; there are " + timesOption + ", --seed and --directory");
            }
        }
        return new LoopOptions(times, seed, directory == null ? Files.createTempDirectory("millrace") : directory);
    }
}
