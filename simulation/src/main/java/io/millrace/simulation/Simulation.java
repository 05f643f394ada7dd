package io.millrace.simulation;

import io.millrace.broker.Durability;
import io.millrace.simulation.World.Death;
import io.millrace.simulation.reference.Reference;
import io.millrace.time.Randomness;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * One seed: a random application through several lives. A life ends by a crash at a random disk operation, engine write or commit step, or by a clean close; within it
 * single instances are killed, paused until others have taken over, or closed.
 */
public final class Simulation {

    private static final Map<Death, String> NAMES = Map.of(
            Death.KILL, "kill, ", Death.POWER_LOSS, "power loss, ", Death.HOSTILE_POWER_LOSS, "hostile power loss, ");
    private static final Pattern NAMES_ON_DISK = Pattern.compile("MILLRACE|commit-log/[0-9]{20}[.](log|snapshot)"
            + "|[A-Za-z0-9-]+-[0-9]+/([0-9]{20}[.](log|index|timeindex)|partition[.]metadata)");

    /** Makes the seed of what further programs are drawn from. */
    private static final long FURTHER = 0x9e3779b97f4a7c15L;

    private static final int LIVES_MAX = 4;
    private static final int STEPS_PER_LIFE = 160;
    private static final int STEPS_OF_SCRIPT = 100;

    private final World world;
    private final Randomness random;
    private final Setup setup;
    private final Checks checks = new Checks();
    private final Feed feed;
    private final History history;
    private final Rows rows;
    private final FaultyTime faultyTime;
    private final TreeMap<String, Integer> crashes = new TreeMap<>();
    private int rebuilds;
    private boolean mayRebuild;
    private boolean diedInRecovery;
    private boolean feedMayGoBack;

    /** The number of the journal from which on all global tables are as their topics. */
    private long settledNumber = Long.MAX_VALUE;

    private long traceHash;

    /**
     * What a run did.
     *
     * @param crashes number of crashes and other events, by kind
     * @param checks facts checked, by invariant
     * @param traceHash of every step taken and everything seen; equal for equal seeds
     */
    public record Result(TreeMap<String, Integer> crashes, Map<Invariant, Long> checks, long traceHash) {

        /** All crashes. */
        public int crashCount() {
            return crashes.values().stream().mapToInt(Integer::intValue).sum();
        }
    }

    private Simulation(World world, Setup setup) {
        this.world = world;
        this.random = world.random();
        this.setup = setup;
        this.feed = new Feed(random, setup);
        this.history = new History(setup, checks);
        this.rows = new Rows(random, checks);
        this.faultyTime = new FaultyTime(world, setup, feed, checks, this::count, this::write);
    }

    /**
     * Runs a seed.
     *
     * @throws Violation if something does not hold
     */
    public static Result run(long seed) {
        return run(seed, Mutant.NONE);
    }

    /** Runs a seed with a planted bug. */
    public static Result run(long seed, Mutant mutant) {
        World world = new World(seed, mutant);
        return new Simulation(world, setup(seed, world.random())).run();
    }

    private static Setup setup(long seed, Randomness random) {
        return Setup.draw(random)
                .withFurther(Randomness.seeded(seed ^ FURTHER))
                .with(Variation.draw(Randomness.seeded(~seed)));
    }

    /** As {@link #run(long)}, without what may surround a program. */
    public static Result runAlone(long seed) {
        World world = new World(seed, Mutant.NONE);
        return new Simulation(world, Setup.draw(world.random())).run();
    }

    /** Operations of a script's first life. */
    static long operations(Setup setup, long seed) {
        CrashPoint never = new CrashPoint(Long.MAX_VALUE);
        new Simulation(new World(seed, Mutant.NONE), setup).script(never);
        return never.passed();
    }

    /**
     * A script with a crash.
     *
     * @param operation of the first life at which it dies
     * @param again operation of the second life at which it dies too, in the same way; 0 for none
     */
    static Result crashAt(Setup setup, long seed, Death death, long operation, long again) {
        Simulation simulation = new Simulation(new World(seed, Mutant.NONE), setup);
        simulation.dieAt(death, new CrashPoint(operation));
        if (again > 0) {
            simulation.dieAt(death, new CrashPoint(again));
        }
        simulation.lastLife();
        return new Result(simulation.crashes, simulation.checks.counts(), simulation.traceHash);
    }

    private void dieAt(Death death, CrashPoint crash) {
        try {
            script(crash);
            crash.kill();
            die(death, "at the end");
        } catch (SimulatedCrash e) {
            die(death, String.valueOf(e.getMessage()));
        }
    }

    private void script(CrashPoint crash) {
        Cluster cluster = start(crash);
        for (int step = 0; step < STEPS_OF_SCRIPT; step++) {
            if (step % 4 == 0) {
                feed.write(cluster.broker());
            }
            cluster.step();
        }
    }

    /** What a seed would run, for people. */
    public static String describe(long seed) {
        return setup(seed, Randomness.seeded(seed)).toString();
    }

    /** As {@link #run(long)}, but nothing crashes: what is wrong here is wrong without faults too. */
    public static Result runCalmly(long seed) {
        World world = new World(seed, Mutant.NONE);
        Setup setup = Setup.draw(world.random()).withFurther(Randomness.seeded(seed ^ FURTHER));
        Simulation simulation = new Simulation(world, setup.alone());
        Cluster cluster = simulation.start(new CrashPoint(Long.MAX_VALUE));
        for (int step = 0; step < STEPS_PER_LIFE; step++) {
            simulation.write(cluster);
            cluster.step();
        }
        simulation.finish(cluster);
        return new Result(simulation.crashes, simulation.checks.counts(), simulation.traceHash);
    }

    private Result run() {
        int lives = 1 + random.nextInt(LIVES_MAX);
        for (int life = 1; life < lives; life++) {
            live(crashPoint());
        }
        lastLife();
        return new Result(crashes, checks.counts(), traceHash);
    }

    // ---- lives ----

    private CrashPoint crashPoint() {
        return diesAtChangesOfFiles()
                ? CrashPoint.behindChangesOfFiles(1 + random.nextInt(1 << (1 + random.nextInt(4))), random.nextInt(4))
                : new CrashPoint(1 + random.nextInt(1 << (3 + random.nextInt(7))));
    }

    private boolean diesAtChangesOfFiles() {
        return setup.variation().trouble().dies() == Trouble.Dying.AT_CHANGES_OF_FILES;
    }

    private int stepsBetweenFaults() {
        return setup.variation() == Variation.NONE
                ? 400
                : setup.variation().trouble().stepsBetweenFaults();
    }

    private void live(CrashPoint crash) {
        boolean closes = random.nextInt(8) == 0;
        if (closes) {
            crash.dieAfter(Long.MAX_VALUE);
        }
        try {
            Cluster cluster = start(crash);
            boolean goesOn = true;
            for (int step = 0; step < STEPS_PER_LIFE && goesOn; step++) {
                if (random.nextInt(stepsBetweenFaults()) == 0) {
                    goesOn = faultyTime.suffer(cluster);
                    continue;
                }
                if (random.nextInt(200) == 0) {
                    world.time().setWallBy(random.nextInt(8) * 3_600_000L - 4 * 3_600_000L);
                    count("clock set");
                }
                write(cluster);
                cluster.step();
                if (random.nextInt(80) == 0 && cluster.unstable().isEmpty()) {
                    verify(cluster);
                }
            }
            if (closes && goesOn) {
                close(cluster);
                return;
            }
            crash.kill();
            died("between steps");
        } catch (SimulatedCrash e) {
            died(String.valueOf(e.getMessage()));
        }
    }

    /** Writes input, or not. */
    private void write(Cluster cluster) {
        if (setup.variation().isTidied() && random.nextInt(3) == 0) {
            rows.step(cluster.broker(), world.time().wallMs());
        }
        if (random.nextInt(4) == 0) {
            feed.write(cluster.broker());
        }
        feed.changeGlobals(cluster.broker());
    }

    private Cluster start(CrashPoint crash) {
        boolean diedInRecoveryBefore = diedInRecovery;
        diedInRecovery = true;
        SimBroker broker = SimBroker.start(world, crash, setup);
        boolean mayGoBack = feedMayGoBack;
        if (feedMayGoBack) {
            feed.takeOver(broker);
            feedMayGoBack = false;
        } else {
            feed.check(broker, checks);
        }
        if (!mayRebuild) {
            Set<String> stores = new HashSet<>(
                    new Reference(setup.program(), 0, Map.of(), false).stores().keySet());
            stores.removeAll(setup.program().versionedStores());
            for (int i = 0; i < setup.instances(); i++) {
                EngineCheck.run(
                        world.engines(i), broker, stores, setup.variation().isTidied(), checks, this::count);
            }
        }
        if (diedInRecoveryBefore) {
            checks.that(Invariant.I14_RECOVERY, true, () -> "");
        }
        if (setup.variation().isTidied()) {
            rows.start(broker, mayGoBack);
        }
        feed.feedGlobals(broker);
        Cluster cluster = new Cluster(world, setup, broker, crash, checks, this::count);
        verify(cluster);
        for (int i = 0; i < setup.instances(); i++) {
            cluster.startInstance(i);
        }
        diedInRecovery = false;
        return cluster;
    }

    private void close(Cluster cluster) {
        rows.close();
        cluster.close();
        checkLeftovers();
        count("closed");
    }

    private void checkLeftovers() {
        for (String file : world.disk().files()) {
            checks.that(
                    Invariant.I13_NAMES, NAMES_ON_DISK.matcher(file).matches(), () -> "nobody knows the file " + file);
        }
        int open = world.disk().openHandles();
        checks.that(Invariant.I13_NAMES, open == 0, () -> open + " handles are open after a clean close");
    }

    /** Without syncs a power loss may take back commits, all data together. */
    private void died(String where) {
        // Without transactions and without syncs a power loss may leave outputs of input that it took, which the
        // reference
        // cannot tell from others.
        boolean survivesPowerLoss = setup.isExactlyOnce() || setup.durability() == Durability.FSYNC;
        boolean power = survivesPowerLoss
                && (random.nextInt(2) == 0 || setup.variation().trouble().losesPower());
        boolean hostile = power && setup.durability() == Durability.FSYNC && random.nextInt(2) == 0;
        die(hostile ? Death.HOSTILE_POWER_LOSS : power ? Death.POWER_LOSS : Death.KILL, where);
    }

    private void die(Death death, String where) {
        history.forgetStarts();
        boolean rollsBack = death != Death.KILL && setup.durability() == Durability.OS_CACHE;
        rebuilds = rebuildsSoFar();
        world.disk().faults().heal();
        world.setFaulty(false);
        world.failures().clear();
        world.die(death);
        if (rollsBack) {
            history.forget();
            mayRebuild = true;
            feedMayGoBack = true;
        }
        count(NAMES.get(death) + (diedInRecovery ? "in recovery, " : "") + Cluster.kind(where));
        trace(where);
    }

    private int rebuildsSoFar() {
        int count = 0;
        for (int i = 0; i < setup.instances(); i++) {
            count += world.engines(i).rebuilds();
        }
        return count;
    }

    private void lastLife() {
        CrashPoint never = new CrashPoint(Long.MAX_VALUE);
        finish(start(never));
    }

    private void finish(Cluster cluster) {
        cluster.drain();
        Ending ending = new Ending(setup, feed, this::count);
        settledNumber = ending.settle(cluster, world);
        if (random.nextInt(2) == 0) {
            feed.writeLate(cluster.broker());
            cluster.drain();
        }
        ending.count(cluster.broker());
        Verification verification = verify(cluster);
        if (!setup.isExactlyOnce()) {
            verification.checkRepeated();
        }
        verification.checkForeignKeys();
        for (SimInstance instance : cluster.instances()) {
            verification.checkChangelogs(instance);
        }
        close(cluster);
    }

    // ---- checks ----

    private Verification verify(Cluster cluster) {
        SimBroker broker = cluster.broker();
        Verification verification = Verification.of(setup, broker, checks, feed.globals(broker, settledNumber));
        history.look(broker, verification.committed());
        cluster.instances().forEach(verification::checkViews);
        if (setup.variation().isTidied()) {
            rows.check(broker);
        }
        int now = rebuildsSoFar();
        checks.that(
                Invariant.I12_REBUILDS,
                mayRebuild || setup.variation().isTidied() || now == rebuilds,
                () -> (now - rebuilds) + " stores were built anew");
        trace(verification.committed().toString());
        return verification;
    }

    private void count(String what) {
        crashes.merge(what, 1, Integer::sum);
        trace(what);
    }

    private void trace(String event) {
        traceHash = traceHash * 31 + event.hashCode();
        traceHash = traceHash * 31 + world.time().monotonicNanos();
    }
}
