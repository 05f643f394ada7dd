package io.millrace.simulation;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * {@code simulate [--seed N | --seeds N | --minutes N] [--mutant NAME] [--seconds N]} runs random applications; {@code simulate --sweep [--points N | --point P] [--seconds N]} runs fixed ones with a
 * crash at each operation. Both say what they did, and for a violation the command that repeats it.
 */
public final class SimulateCommand {

    private static final int THREADS = 2;

    private long firstSeed = 1;
    private long seeds = 200;
    private long minutes;
    private long secondsMax = TimeUnit.DAYS.toSeconds(365);
    private long points = 2_000;
    private boolean isSweep;
    private Mutant mutant = Mutant.NONE;
    private List<Sweep.Point> given = List.of();

    private SimulateCommand() {}

    public static void main(String[] args) {
        SimulateCommand command = new SimulateCommand();
        try {
            command.read(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
        System.exit(command.run() ? 0 : 1);
    }

    private void read(String[] args) {
        for (int i = 0; i < args.length; i++) {
            if (args[i].equals("--sweep")) {
                isSweep = true;
                continue;
            }
            if (i + 1 == args.length) {
                throw new IllegalArgumentException("Option " + args[i] + " is unknown or needs a value");
            }
            String value = args[i + 1];
            switch (args[i++]) {
                case "--seed" -> {
                    firstSeed = Long.parseLong(value);
                    seeds = 1;
                }
                case "--seeds" -> seeds = Long.parseLong(value);
                case "--minutes" -> minutes = Long.parseLong(value);
                case "--seconds" -> secondsMax = Long.parseLong(value);
                case "--points" -> points = Long.parseLong(value);
                case "--point" -> given = List.of(Sweep.Point.parse(value));
                case "--mutant" -> mutant = Mutant.valueOf(value);
                default -> throw new IllegalArgumentException("Unknown option " + args[i - 1]);
            }
        }
    }

    private boolean run() {
        Tally tally = new Tally();
        long secondsToRun = minutes == 0 ? secondsMax : Math.min(secondsMax, TimeUnit.MINUTES.toSeconds(minutes));
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(secondsToRun);
        BooleanSupplier goesOn = () -> tally.violations().isEmpty() && System.nanoTime() < deadline;
        if (isSweep) {
            List<Sweep.Point> all = given.isEmpty() ? Sweep.points(points) : given;
            Workers.forEach(0, all.size() - 1, THREADS, goesOn, number -> {
                Sweep.Point point = all.get((int) number);
                tally.add(point.command(), () -> Sweep.run(point));
            });
        } else {
            long last = minutes == 0 ? firstSeed + seeds - 1 : Long.MAX_VALUE;
            String option = mutant == Mutant.NONE ? "" : " --mutant " + mutant;
            Workers.forEach(firstSeed, last, THREADS, goesOn, seed -> {
                if (!tally.add("bin/simulate --seed " + seed + option, () -> Simulation.run(seed, mutant))) {
                    System.out.println("seed " + seed + ": " + Simulation.describe(seed));
                }
            });
        }
        System.out.println(tally.report(isSweep ? "points" : "seeds"));
        return tally.violations().isEmpty();
    }
}
