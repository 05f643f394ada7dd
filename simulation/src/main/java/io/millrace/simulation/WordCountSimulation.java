package io.millrace.simulation;

import io.millrace.broker.Durability;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Grouped;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.serialization.Serdes;
import io.millrace.simulation.World.Death;
import io.millrace.time.Randomness;
import io.millrace.topology.Topology;
import java.util.Arrays;
import java.util.TreeMap;

/** One seed: word count through several lives, each but the last ended by a crash at a random disk operation, engine write or commit step, or by a clean close. */
public final class WordCountSimulation {

    private static final int LIVES_MAX = 6;
    private static final int STEPS_PER_LIFE = 400;
    private static final int STEPS_TO_DRAIN = 20_000;
    private static final int WORDS = 12;

    private final World world;
    private final Oracle oracle = new Oracle();
    private final Topology topology = wordCount();
    private final Durability durability;
    private final TreeMap<String, Integer> crashes = new TreeMap<>();
    private int linesWritten;
    private long traceHash;

    /**
     * What a run did.
     *
     * @param crashes number of crashes by kind of operation at which they happened
     * @param traceHash of every step taken and everything seen; equal for equal seeds
     */
    public record Result(TreeMap<String, Integer> crashes, long checks, long traceHash) {

        /** All crashes. */
        public int crashCount() {
            return crashes.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    private WordCountSimulation(long seed, Mutant mutant) {
        world = new World(seed, mutant);
        durability = world.random().nextInt(2) == 0 ? Durability.FSYNC : Durability.OS_CACHE;
    }

    private WordCountSimulation(long seed, Mutant mutant, Durability durability) {
        world = new World(seed, mutant);
        this.durability = durability;
    }

    /**
     * Runs a seed.
     *
     * @throws Oracle.Violation if an output is not what it must be
     */
    public static Result run(long seed, Mutant mutant) {
        return new WordCountSimulation(seed, mutant).run();
    }

    /**
     * Runs a fixed script with one crash, at one operation: for sweeps over all of them.
     *
     * @param operation the disk operation, engine write or commit step at which the process dies, counted from 1
     * @param powerLoss whether the machine loses power, else the process is killed
     * @return whether the script has so many operations
     */
    public static boolean crashAt(long seed, long operation, boolean powerLoss) {
        WordCountSimulation simulation = new WordCountSimulation(seed, Mutant.NONE, Durability.FSYNC);
        boolean crashed = simulation.live(new CrashPoint(operation), powerLoss ? Death.POWER_LOSS : Death.KILL);
        if (crashed) {
            simulation.lastLife();
        }
        return crashed;
    }

    private boolean live(CrashPoint crash, Death death) {
        try {
            SimProcess process = SimProcess.start(world, crash, durability, topology);
            for (int step = 0; step < STEPS_PER_LIFE; step++) {
                write(process);
                process.step();
            }
            return false;
        } catch (SimulatedCrash e) {
            world.die(death);
            return true;
        }
    }

    private static Topology wordCount() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream("lines", Consumed.with(Serdes.ByteArray(), Serdes.String()))
                .flatMapValues(line -> Arrays.asList(line.split(" ")))
                .groupBy((key, word) -> word, Grouped.with(Serdes.String(), Serdes.String()))
                .count()
                .toStream()
                .to("counts", Produced.with(Serdes.String(), Serdes.Long()));
        return builder.build();
    }

    private Result run() {
        int lives = 1 + world.random().nextInt(LIVES_MAX);
        for (int life = 1; life < lives; life++) {
            live();
        }
        lastLife();
        return new Result(crashes, oracle.checks(), traceHash);
    }

    private void live() {
        Randomness random = world.random();
        boolean closes = random.nextInt(8) == 0;
        CrashPoint crash = new CrashPoint(closes ? Long.MAX_VALUE : 1 + random.nextInt(300));
        try {
            SimProcess process = SimProcess.start(world, crash, durability, topology);
            oracle.afterRecovery(process.outputs());
            for (int step = 0; step < STEPS_PER_LIFE; step++) {
                write(process);
                process.step();
                if (random.nextInt(50) == 0) {
                    oracle.seen(process.outputs());
                }
            }
            if (closes) {
                process.close();
                trace("closed");
                return;
            }
            crash.kill();
            died("between steps");
        } catch (SimulatedCrash e) {
            died(String.valueOf(e.getMessage()));
        }
    }

    private void write(SimProcess process) {
        if (world.random().nextInt(4) == 0) {
            String line = nextLine();
            process.write(line);
            oracle.acknowledged(line);
        }
    }

    private String nextLine() {
        StringBuilder line = new StringBuilder("id" + linesWritten++);
        for (int words = world.random().nextInt(5); words > 0; words--) {
            line.append(" w").append(world.random().nextInt(WORDS));
        }
        return line.toString();
    }

    /** Without syncs a power loss may take back commits, all data together. */
    private void died(String where) {
        boolean power = world.random().nextInt(2) == 0;
        if (power && durability == Durability.OS_CACHE) {
            oracle.rolledBack();
        }
        world.die(power ? Death.POWER_LOSS : Death.KILL);
        String kind = where.startsWith("commit step")
                ? where
                : where.replaceAll("[^a-zA-Z_ ].*", "").trim();
        crashes.merge((power ? "power loss, " : "kill, ") + kind, 1, Integer::sum);
        trace(where);
    }

    private void lastLife() {
        CrashPoint never = new CrashPoint(Long.MAX_VALUE);
        SimProcess process = SimProcess.start(world, never, durability, topology);
        oracle.afterRecovery(process.outputs());
        int steps = 0;
        while (!process.isDrained()) {
            process.step();
            if (++steps > STEPS_TO_DRAIN) {
                throw new Oracle.Violation("the input is not processed after " + steps + " steps without faults");
            }
        }
        oracle.atEnd(process.input(), process.outputs());
        trace(process.outputs().toString());
        process.close();
    }

    private void trace(String event) {
        traceHash = traceHash * 31 + event.hashCode();
        traceHash = traceHash * 31 + world.time().monotonicNanos();
    }
}
