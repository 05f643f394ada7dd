package io.millrace.simulation;

import io.millrace.broker.Durability;
import io.millrace.errors.StreamsException;
import io.millrace.log.Isolation;
import io.millrace.log.LogException;
import io.millrace.record.TopicPartition;
import io.millrace.simulation.Faults.Kind;
import io.millrace.simulation.World.Death;
import io.millrace.simulation.program.Journal;
import io.millrace.simulation.reference.Reference;
import io.millrace.time.Randomness;
import java.util.ArrayList;
import java.util.List;
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
    /** A topic-partition, a task, a file, a store, a producer, a member. */
    private static final Pattern MESSAGE_PLACE = Pattern.compile("-[0-9]|[0-9]_[0-9]|simulated:|'[^']+'|torage");

    private static final Pattern NAMES_ON_DISK = Pattern.compile("MILLRACE|commit-log/[0-9]{20}[.](log|snapshot)"
            + "|[a-z0-9-]+-[0-9]+/([0-9]{20}[.](log|index|timeindex)|partition[.]metadata)");

    private static final int FAULTY_STEPS = 40;
    private static final int LIVES_MAX = 4;
    private static final int STEPS_PER_LIFE = 160;
    private static final int STEPS_OF_SCRIPT = 100;
    private static final int ROUNDS_TO_DRAIN = 3_000;
    private static final long SESSION_NANOS = 50_000_000_000L;

    private final World world;
    private final Randomness random;
    private final Setup setup;
    private final Checks checks = new Checks();
    private final Feed feed;
    private final History history;
    private final TreeMap<String, Integer> crashes = new TreeMap<>();
    private final TreeMap<Integer, SimInstance> instances = new TreeMap<>();
    private int rebuilds;
    private boolean mayRebuild;
    private boolean diedInRecovery;
    private boolean feedMayGoBack;
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
        SimBroker broker = start(crash);
        for (int step = 0; step < STEPS_OF_SCRIPT; step++) {
            if (step % 4 == 0) {
                feed.write(broker);
            }
            step(broker, crash);
        }
    }

    /** What a seed would run, for people. */
    public static String describe(long seed) {
        return Setup.draw(Randomness.seeded(seed)).toString();
    }

    /** As {@link #run(long)}, but nothing crashes: what is wrong here is wrong without faults too. */
    public static Result runCalmly(long seed) {
        World world = new World(seed, Mutant.NONE);
        Simulation simulation = new Simulation(world, Setup.draw(world.random()).alone());
        SimBroker broker = simulation.start(new CrashPoint(Long.MAX_VALUE));
        CrashPoint never = new CrashPoint(Long.MAX_VALUE);
        for (int step = 0; step < STEPS_PER_LIFE; step++) {
            if (simulation.random.nextInt(4) == 0) {
                simulation.feed.write(broker);
            }
            simulation.step(broker, never);
        }
        simulation.finish(broker, never);
        return new Result(simulation.crashes, simulation.checks.counts(), simulation.traceHash);
    }

    private Result run() {
        int lives = 1 + random.nextInt(LIVES_MAX);
        for (int life = 1; life < lives; life++) {
            live(new CrashPoint(1 + random.nextInt(1 << (3 + random.nextInt(7)))));
        }
        lastLife();
        return new Result(crashes, checks.counts(), traceHash);
    }

    // ---- lives ----

    private void live(CrashPoint crash) {
        boolean closes = random.nextInt(8) == 0;
        if (closes) {
            crash.dieAfter(Long.MAX_VALUE);
        }
        try {
            SimBroker broker = start(crash);
            boolean goesOn = true;
            for (int step = 0; step < STEPS_PER_LIFE && goesOn; step++) {
                if (random.nextInt(400) == 0) {
                    goesOn = sufferFaults(broker, crash);
                    continue;
                }
                if (random.nextInt(200) == 0) {
                    world.time().setWallBy(random.nextInt(8) * 3_600_000L - 4 * 3_600_000L);
                    count("clock set");
                }
                if (random.nextInt(4) == 0) {
                    feed.write(broker);
                }
                step(broker, crash);
                if (random.nextInt(80) == 0 && unstable(broker).isEmpty()) {
                    verify(broker);
                }
            }
            if (closes && goesOn) {
                close(broker);
                return;
            }
            crash.kill();
            died("between steps");
        } catch (SimulatedCrash e) {
            died(String.valueOf(e.getMessage()));
        }
    }

    /**
     * The disk fails for a while, and heals.
     *
     * @return whether the application goes on; else it has said that it must be started again
     */
    private boolean sufferFaults(SimBroker broker, CrashPoint crash) {
        Kind kind = Kind.values()[1 + random.nextInt(Kind.values().length - 1)];
        if (kind == Kind.SYNC_ERROR && setup.durability() == Durability.OS_CACHE) {
            kind = Kind.WRITE_ERROR;
        }
        Faults faults = world.disk().faults();
        long before = faults.happened();
        world.setFaulty(true);
        faults.start(kind, random.nextInt(20), 1 + random.nextInt(4));
        boolean goesOn = true;
        for (int step = 0; step < FAULTY_STEPS && goesOn; step++) {
            goesOn = tryStep(broker, crash);
        }
        faults.heal();
        if (faults.happened() > before) {
            count("fault, " + kind);
        }
        for (int step = 0; step < FAULTY_STEPS && goesOn; step++) {
            goesOn = tryStep(broker, crash);
        }
        // What was decided while the disk failed is published a second later.
        world.time().advance(2_000_000_000);
        for (int step = 0; step < FAULTY_STEPS && goesOn; step++) {
            goesOn = tryStep(broker, crash);
        }
        world.setFaulty(false);
        lint();
        if (!goesOn) {
            count("restart needed after " + kind);
        }
        return goesOn;
    }

    /** Whether the storage is still written to. */
    private boolean tryStep(SimBroker broker, CrashPoint crash) {
        try {
            if (random.nextInt(4) == 0) {
                feed.write(broker);
            }
            step(broker, crash);
            return !needsRestart();
        } catch (LogException | StreamsException e) {
            world.failed(e);
            return !needsRestart();
        }
    }

    private boolean needsRestart() {
        return world.failures().stream()
                .anyMatch(failure -> String.valueOf(failure.getMessage()).contains("again: it recovers")
                        || String.valueOf(failure.getMessage()).contains("Restart the application"));
    }

    /** What failed says so in whole sentences, with a place. */
    private void lint() {
        for (RuntimeException failure : world.failures()) {
            String message = String.valueOf(failure.getMessage());
            checks.that(
                    Invariant.I15_MESSAGES,
                    message.length() > 40
                            && message.contains(" ")
                            && MESSAGE_PLACE.matcher(message).find(),
                    () -> "a message that does not help: " + failure);
        }
        world.failures().clear();
    }

    private SimBroker start(CrashPoint crash) {
        boolean diedInRecoveryBefore = diedInRecovery;
        diedInRecovery = true;
        instances.clear();
        SimBroker broker = SimBroker.start(world, crash, setup);
        if (feedMayGoBack) {
            feed.takeOver(broker);
            feedMayGoBack = false;
        } else {
            feed.check(broker, checks);
        }
        if (!mayRebuild) {
            Set<String> stores = new Reference(setup.program(), feed.globals(), false)
                    .stores()
                    .keySet();
            for (int i = 0; i < setup.instances(); i++) {
                EngineCheck.run(world.engines(i), broker, stores, checks);
            }
        }
        if (diedInRecoveryBefore) {
            checks.that(Invariant.I14_RECOVERY, true, () -> "");
        }
        feed.feedGlobals(broker);
        verify(broker);
        for (int i = 0; i < setup.instances(); i++) {
            startInstance(i, crash, broker);
        }
        diedInRecovery = false;
        return broker;
    }

    private void startInstance(int number, CrashPoint crash, SimBroker broker) {
        try {
            instances.put(
                    number, SimInstance.start(world, number, new CrashPoint(Long.MAX_VALUE, crash), broker, setup));
        } catch (SimulatedCrash e) {
            instanceDied(number, crash, e);
        }
    }

    private void step(SimBroker broker, CrashPoint crash) {
        world.time().advance(random.nextInt(1_000_000));
        switch (random.nextInt(4)) {
            case 0 -> world.time().step();
            case 1 -> world.time().advance(random.nextInt(20_000_000));
            default -> stepInstance(crash);
        }
        if (setup.instances() > 1 && random.nextInt(40) == 0) {
            disturb(broker, crash);
        }
    }

    private void stepInstance(CrashPoint crash) {
        if (!instances.isEmpty()) {
            List<Integer> numbers = List.copyOf(instances.keySet());
            step(numbers.get(random.nextInt(numbers.size())), crash);
        }
    }

    private void step(int number, CrashPoint crash) {
        SimInstance instance = instances.get(number);
        if (instance == null) {
            return;
        }
        try {
            instance.step();
        } catch (SimulatedCrash e) {
            instanceDied(number, crash, e);
        }
    }

    private void instanceDied(int number, CrashPoint crash, SimulatedCrash e) {
        if (crash.isDead()) {
            throw e;
        }
        instances.remove(number);
        world.engines(number).crash();
        count("instance killed, " + kind(String.valueOf(e.getMessage())));
    }

    /** Something happens to one instance. */
    private void disturb(SimBroker broker, CrashPoint crash) {
        int number = random.nextInt(setup.instances());
        SimInstance instance = instances.get(number);
        if (instance == null) {
            startInstance(number, crash, broker);
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> {
                instances.remove(number);
                try {
                    instance.close();
                    count("instance closed");
                } catch (SimulatedCrash e) {
                    instanceDied(number, crash, e);
                }
            }
            case 1 -> {
                instances.remove(number);
                letSessionsExpire(crash);
                instances.put(number, instance);
                count("instance paused beyond its session");
            }
            default -> instance.crash().dieAfter(1 + random.nextInt(20));
        }
    }

    /** Time passes, in which those that are there poll. */
    private void letSessionsExpire(CrashPoint crash) {
        for (long passed = 0; passed < SESSION_NANOS; passed += 5_000_000_000L) {
            world.time().advance(5_000_000_000L);
            round(crash);
        }
    }

    private void round(CrashPoint crash) {
        for (int number : List.copyOf(instances.keySet())) {
            for (int i = 0; i < 6; i++) {
                step(number, crash);
            }
        }
        for (int i = 0; i < 20 && world.time().step(); i++) {
            world.time().advance(1_000);
        }
    }

    private void close(SimBroker broker) {
        for (SimInstance instance : List.copyOf(instances.values())) {
            instance.close();
        }
        instances.clear();
        broker.close();
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
        // Offsets that are committed outside a transaction are not tied to outputs: without syncs a power loss may take
        // the outputs.
        boolean survivesPowerLoss = setup.isExactlyOnce() || setup.durability() == Durability.FSYNC;
        boolean power = random.nextInt(2) == 0 && survivesPowerLoss;
        boolean hostile = power && setup.durability() == Durability.FSYNC && random.nextInt(2) == 0;
        die(hostile ? Death.HOSTILE_POWER_LOSS : power ? Death.POWER_LOSS : Death.KILL, where);
    }

    private void die(Death death, String where) {
        history.forgetStarts();
        boolean rollsBack = death != Death.KILL && setup.durability() == Durability.OS_CACHE;
        rebuilds = rebuildsSoFar();
        instances.clear();
        world.disk().faults().heal();
        world.setFaulty(false);
        world.failures().clear();
        world.die(death);
        if (rollsBack) {
            history.forget();
            mayRebuild = true;
            feedMayGoBack = true;
        }
        count(NAMES.get(death) + (diedInRecovery ? "in recovery, " : "") + kind(where));
        trace(where);
    }

    private int rebuildsSoFar() {
        int count = 0;
        for (int i = 0; i < setup.instances(); i++) {
            count += world.engines(i).rebuilds();
        }
        return count;
    }

    private static String kind(String where) {
        return where.startsWith("commit step")
                ? where
                : where.replaceAll("[^a-zA-Z_ ].*", "").trim();
    }

    private void lastLife() {
        CrashPoint never = new CrashPoint(Long.MAX_VALUE);
        finish(start(never), never);
    }

    private void finish(SimBroker broker, CrashPoint never) {
        drain(broker, never);
        if (random.nextInt(2) == 0) {
            feed.writeLate(broker);
            drain(broker, never);
        }
        Verification verification = verify(broker);
        if (!setup.isExactlyOnce()) {
            verification.checkRepeated();
        }
        for (SimInstance instance : instances.values()) {
            verification.checkChangelogs(instance);
        }
        close(broker);
    }

    private void drain(SimBroker broker, CrashPoint never) {
        for (int i = 0; i < setup.instances(); i++) {
            if (!instances.containsKey(i)) {
                startInstance(i, never, broker);
            }
        }
        int rounds = 0;
        while (!isDrained(broker)) {
            round(never);
            world.time().advance(rounds < 100 ? 10_000_000 : 1_000_000_000);
            if (++rounds > ROUNDS_TO_DRAIN) {
                throw new Violation(
                        Invariant.I11_LIVENESS,
                        "the input is not processed after " + rounds + " rounds without faults: " + waiting(broker));
            }
        }
        checks.that(Invariant.I11_LIVENESS, true, () -> "");
    }

    private boolean isDrained(SimBroker broker) {
        return waiting(broker).isEmpty();
    }

    /** What is not processed and committed. */
    private List<String> waiting(SimBroker broker) {
        List<String> topics = new ArrayList<>(setup.program().inputTopics());
        topics.addAll(setup.program().boundaries().values());
        List<String> waiting = new ArrayList<>();
        broker.committed(broker.partitionsOf(topics)).forEach((partition, offset) -> {
            long end = broker.topics().endOffset(partition, Isolation.READ_UNCOMMITTED);
            if (end > offset) {
                waiting.add(partition + " ends at " + end + ", committed is " + offset);
            }
        });
        waiting.addAll(unstable(broker));
        return waiting;
    }

    /** Where an open transaction, perhaps of an instance that was killed, keeps readers from committed records behind it. */
    private List<String> unstable(SimBroker broker) {
        List<String> written = new ArrayList<>(setup.program().sinkTopics());
        written.addAll(setup.program().boundaries().values());
        written.add(Journal.TOPIC);
        List<String> unstable = new ArrayList<>();
        for (TopicPartition partition : broker.partitionsOf(written)) {
            long end = broker.topics().endOffset(partition, Isolation.READ_UNCOMMITTED);
            long stable = broker.topics().endOffset(partition, Isolation.READ_COMMITTED);
            if (end != stable) {
                unstable.add(partition + " ends at " + end + ", stable is " + stable);
            }
        }
        return unstable;
    }

    // ---- checks ----

    private Verification verify(SimBroker broker) {
        Verification verification = Verification.of(setup, broker, checks, feed.globals());
        history.look(broker, verification.committed());
        instances.values().forEach(verification::checkViews);
        int now = rebuildsSoFar();
        checks.that(
                Invariant.I12_REBUILDS,
                mayRebuild || now == rebuilds,
                () -> (now - rebuilds) + " stores were built anew");
        trace(verification.committed().toString());
        return verification;
    }

    private void count(String what) {
        crashes.merge(what, 1, Integer::sum);
        if (Boolean.getBoolean("dbg")) System.out.println("EVENT " + what);
        trace(what);
    }

    private void trace(String event) {
        traceHash = traceHash * 31 + event.hashCode();
        traceHash = traceHash * 31 + world.time().monotonicNanos();
    }
}
