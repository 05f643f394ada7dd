package io.millrace.simulation;

import io.millrace.broker.Durability;
import io.millrace.simulation.World.Death;
import io.millrace.simulation.program.Program;
import io.millrace.simulation.program.Scripts;
import io.millrace.time.Randomness;
import java.util.ArrayList;
import java.util.List;

/** Fixed programs with fixed input, and a crash at each of their disk operations, engine writes and commit steps; or at many of them, evenly spread. */
public final class Sweep {

    private static final int VARIANTS_MAX = 30;

    private static final List<Program> PROGRAMS = Scripts.all();

    private Sweep() {}

    /**
     * A place to crash.
     *
     * @param script number of the program; those behind the last one are the same programs with other input, in other surroundings
     * @param death how
     * @param operation of the first life, counted from 1
     * @param again operation of the next life, in its recovery or soon after, at which it crashes once more; 0 for none
     */
    public record Point(int script, String death, long operation, long again) {

        /** What repeats it. */
        public String command() {
            return "bin/simulate --sweep --point " + script + ":" + death + ":" + operation + ":" + again;
        }

        /** The reverse of what {@link #command()} ends with. */
        public static Point parse(String text) {
            String[] fields = text.split(":", -1);
            return new Point(
                    Integer.parseInt(fields[0]), fields[1], Long.parseLong(fields[2]), Long.parseLong(fields[3]));
        }
    }

    /** How many operations a program has. */
    public static long operations(int script) {
        return Simulation.operations(setup(script), seed(script));
    }

    /**
     * Points of all programs and deaths, evenly spread over their operations; one of three with a second crash. If there are more to be than operations, the programs are
     * taken again with other input, and in other surroundings.
     *
     * @param count about so many
     */
    public static List<Point> points(long count) {
        Death[] deaths = Death.values();
        List<Long> operationsOf = new ArrayList<>();
        long sum = 0;
        for (int variant = 0; variant < VARIANTS_MAX && (variant == 0 || sum * deaths.length < count); variant++) {
            for (int i = 0; i < PROGRAMS.size(); i++) {
                long operations = operations(variant * PROGRAMS.size() + i);
                operationsOf.add(operations);
                sum += operations;
            }
        }
        long each = Math.max(1, count / ((long) operationsOf.size() * deaths.length));
        List<Point> points = new ArrayList<>();
        for (int script = 0; script < operationsOf.size(); script++) {
            long operations = operationsOf.get(script);
            long taken = Math.min(each, operations);
            for (Death death : deaths) {
                for (long i = 0; i < taken; i++) {
                    // Deaths begin at different places, so that together they reach more operations.
                    long operation =
                            1 + (i * operations + death.ordinal() * operations / deaths.length) / taken % operations;
                    points.add(new Point(script, death.name(), operation, i % 3 == 0 ? 1 + i * 7 % 97 : 0));
                }
            }
        }
        return points;
    }

    /**
     * Crashes there, starts again, and checks everything.
     *
     * @throws Violation if something does not hold
     */
    public static Simulation.Result run(Point point) {
        return Simulation.crashAt(
                setup(point.script()),
                seed(point.script()),
                Death.valueOf(point.death()),
                point.operation(),
                point.again());
    }

    private static long seed(int script) {
        return 1 + script / PROGRAMS.size();
    }

    private static Setup setup(int script) {
        int number = script % PROGRAMS.size();
        int variant = script / PROGRAMS.size();
        Setup setup = new Setup(
                PROGRAMS.get(number),
                Durability.FSYNC,
                true,
                (number + variant) % 3 == 1,
                1,
                1 << 12 - variant % 3,
                (number + variant) % 2 == 1,
                Variation.NONE);
        return variant == 0 ? setup : setup.with(Variation.draw(Randomness.seeded(variant)));
    }
}
