package io.millrace.simulation;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** {@code simulate [--seed N] [--seeds N] [--minutes N] [--mutant NAME]}: runs seeds and says what they did; a failing seed is printed with the command that repeats it. */
public final class SimulateCommand {

    private SimulateCommand() {}

    public static void main(String[] args) {
        long firstSeed = 1;
        long seeds = 200;
        long minutes = 0;
        Mutant mutant = Mutant.NONE;
        for (int i = 0; i + 1 < args.length; i += 2) {
            switch (args[i]) {
                case "--seed" -> {
                    firstSeed = Long.parseLong(args[i + 1]);
                    seeds = 1;
                }
                case "--seeds" -> seeds = Long.parseLong(args[i + 1]);
                case "--minutes" -> minutes = Long.parseLong(args[i + 1]);
                case "--mutant" -> mutant = Mutant.valueOf(args[i + 1]);
                default -> throw new IllegalArgumentException("Unknown option " + args[i]);
            }
        }
        if (args.length % 2 != 0) {
            throw new IllegalArgumentException("Option " + args[args.length - 1] + " needs a value");
        }
        System.exit(run(firstSeed, seeds, minutes, mutant) ? 0 : 1);
    }

    private static boolean run(long firstSeed, long seeds, long minutes, Mutant mutant) {
        long deadline = minutes == 0 ? Long.MAX_VALUE : System.nanoTime() + TimeUnit.MINUTES.toNanos(minutes);
        long last = minutes == 0 ? firstSeed + seeds - 1 : Long.MAX_VALUE;
        Map<String, Integer> crashes = new TreeMap<>();
        long checks = 0;
        long done = 0;
        for (long seed = firstSeed; seed <= last && System.nanoTime() < deadline; seed++) {
            try {
                WordCountSimulation.Result result = WordCountSimulation.run(seed, mutant);
                result.crashes().forEach((kind, count) -> crashes.merge(kind, count, Integer::sum));
                checks += result.checks();
                done++;
            } catch (RuntimeException | AssertionError e) {
                System.out.println("seed " + seed + " failed: " + e);
                e.printStackTrace(System.out);
                System.out.println("repeat it with: bin/simulate --seed " + seed
                        + (mutant == Mutant.NONE ? "" : " --mutant " + mutant));
                return false;
            }
        }
        int total = crashes.values().stream().mapToInt(Integer::intValue).sum();
        crashes.forEach((kind, count) -> System.out.printf("%7d  %s%n", count, kind));
        System.out.printf("seeds=%d crashes=%d checks=%d violations=0%n", done, total, checks);
        return true;
    }
}
