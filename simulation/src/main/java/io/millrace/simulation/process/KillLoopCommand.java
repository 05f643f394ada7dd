package io.millrace.simulation.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** {@code kill-loop [--cycles N] [--seed S] [--directory DIR]}: runs a {@link KillLoop} and says what it did. */
public final class KillLoopCommand {

    private KillLoopCommand() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int cycles = 20;
        long seed = 1;
        Path root = null;
        for (int i = 0; i < args.length; i += 2) {
            if (i + 1 == args.length) {
                throw new IllegalArgumentException("Option " + args[i] + " needs a value");
            }
            switch (args[i]) {
                case "--cycles" -> cycles = Integer.parseInt(args[i + 1]);
                case "--seed" -> seed = Long.parseLong(args[i + 1]);
                case "--directory" -> root = Path.of(args[i + 1]);
                default -> throw new IllegalArgumentException("Unknown option " + args[i]);
            }
        }
        if (root == null) {
            root = Files.createTempDirectory("kill-loop");
        }
        try {
            KillLoop.Result result = new KillLoop(root, seed).run(cycles);
            result.deaths().forEach((kind, count) -> System.out.printf("%7d  %s%n", count, kind));
            List<Long> starts = result.startMs();
            System.out.printf(
                    "cycles=%d checks=%d refused=%d gone-on=%d start-ms median=%d max=%d violations=0%n",
                    cycles,
                    result.checks(),
                    result.refusals(),
                    result.goneOn(),
                    starts.get(starts.size() / 2),
                    starts.get(starts.size() - 1));
        } catch (KillLoop.Violation e) {
            System.out.println("VIOLATION: " + e.getMessage());
            System.out.println("run it again with: bin/kill-loop --cycles " + cycles + " --seed " + seed);
            System.exit(1);
        }
    }
}
