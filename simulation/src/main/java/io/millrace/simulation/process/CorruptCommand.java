package io.millrace.simulation.process;

import java.io.IOException;

/** {@code corrupt [--times N] [--seed S] [--directory DIR]}: runs a {@link CorruptionLoop} and says what it did. */
public final class CorruptCommand {

    private CorruptCommand() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        LoopOptions options = LoopOptions.parse(args, "--times", 100);
        try {
            CorruptionLoop.Result result = new CorruptionLoop(options.directory(), options.seed()).run(options.times());
            result.outcomes().forEach((kind, count) -> System.out.printf("%7d  %s%n", count, kind));
            System.out.printf("corruptions=%d checks=%d violations=0%n", options.times(), result.checks());
        } catch (KillLoop.Violation e) {
            System.out.println("VIOLATION: " + e.getMessage());
            System.out.println(
                    "run it again with: bin/corrupt --times " + options.times() + " --seed " + options.seed());
            System.exit(1);
        }
        System.exit(0);
    }
}
