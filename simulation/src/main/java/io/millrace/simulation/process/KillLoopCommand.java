package io.millrace.simulation.process;

import java.io.IOException;
import java.util.List;

/** {@code kill-loop [--cycles N] [--seed S] [--directory DIR]}: runs a {@link KillLoop} and says what it did. */
public final class KillLoopCommand {

    private KillLoopCommand() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        LoopOptions options = LoopOptions.parse(args, "--cycles", 20);
        int cycles = options.times();
        try {
            KillLoop.Result result = new KillLoop(options.directory(), options.seed()).run(cycles);
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
            System.out.println("run it again with: bin/kill-loop --cycles " + cycles + " --seed " + options.seed());
            System.exit(1);
        }
    }
}
