package io.millrace.simulation;

import io.millrace.log.Isolation;
import io.millrace.record.TopicPartition;
import io.millrace.simulation.program.Journal;
import io.millrace.simulation.program.Step;
import io.millrace.time.Randomness;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One life of everything: a broker and the instances on it, which are killed, paused, closed and started again alone, until all die together. */
final class Cluster {

    private static final int PIECES_WHILE_TIDYING = 24;
    private static final int ROUNDS_TO_DRAIN = 3_000;
    private static final long SESSION_NANOS = 50_000_000_000L;

    /** Sessions that end one after the other are the longest that anybody waits for. */
    private static final long GOES_ON_NANOS = 240_000_000_000L;

    private static final long SHORT_NANOS = 10_000_000;
    private static final long LONG_NANOS = 1_000_000_000;
    private static final int SHORT_ROUNDS = 100;

    private final World world;
    private final Randomness random;
    private final Setup setup;
    private final SimBroker broker;
    private final CrashPoint crash;
    private final Checks checks;
    private final Consumer<String> events;
    private final TreeMap<Integer, SimInstance> instances = new TreeMap<>();

    /**
     * Without instances yet.
     *
     * @param crash of all of it
     * @param events is told what happens to single instances
     */
    Cluster(World world, Setup setup, SimBroker broker, CrashPoint crash, Checks checks, Consumer<String> events) {
        this.world = world;
        this.random = world.random();
        this.setup = setup;
        this.broker = broker;
        this.crash = crash;
        this.checks = checks;
        this.events = events;
    }

    SimBroker broker() {
        return broker;
    }

    CrashPoint crash() {
        return crash;
    }

    /** Those that are alive. */
    Collection<SimInstance> instances() {
        return instances.values();
    }

    /** Starts an instance, or starts it again. */
    void startInstance(int number) {
        try {
            instances.put(
                    number,
                    SimInstance.start(world, number, new CrashPoint(Long.MAX_VALUE, crash), broker, setup, events));
        } catch (SimulatedCrash e) {
            instanceDied(number, e);
        }
    }

    /** Takes one step of whatever the randomness chooses, time among it. */
    void step() {
        world.time().advance(random.nextInt(1_000_000));
        switch (random.nextInt(4)) {
            case 0 -> runScheduled();
            case 1 -> world.time().advance(random.nextInt(20_000_000));
            default -> stepOne();
        }
        if (setup.instances() > 1 && random.nextInt(setup.variation().trouble().stepsBetweenDisturbances()) == 0) {
            disturb();
        }
    }

    /** A compaction takes many pieces of work. */
    private void runScheduled() {
        int pieces = setup.variation().isTidied() ? PIECES_WHILE_TIDYING : 1;
        for (int i = 0; i < pieces && world.time().step(); i++) {
            world.time().advance(1_000);
        }
    }

    private void stepOne() {
        if (!instances.isEmpty()) {
            List<Integer> numbers = List.copyOf(instances.keySet());
            step(numbers.get(random.nextInt(numbers.size())));
        }
    }

    private void step(int number) {
        SimInstance instance = instances.get(number);
        if (instance == null) {
            return;
        }
        try {
            instance.step();
        } catch (SimulatedCrash e) {
            instanceDied(number, e);
        }
    }

    private void instanceDied(int number, SimulatedCrash e) {
        if (crash.isDead()) {
            throw e;
        }
        instances.remove(number);
        world.engines(number).crash();
        events.accept("instance killed, " + kind(String.valueOf(e.getMessage())));
    }

    /** Something happens to one instance. */
    private void disturb() {
        int number = random.nextInt(setup.instances());
        SimInstance instance = instances.get(number);
        if (instance == null) {
            startInstance(number);
            return;
        }
        switch (random.nextInt(4)) {
            case 0 -> {
                instances.remove(number);
                try {
                    instance.close();
                    events.accept("instance closed");
                } catch (SimulatedCrash e) {
                    instanceDied(number, e);
                }
            }
            case 1 -> {
                instances.remove(number);
                letSessionsExpire();
                if (setup.variation() != Variation.NONE && !world.isFaulty()) {
                    goOn(Invariant.I11_LIVENESS, "an instance hangs");
                }
                instances.put(number, instance);
                events.accept("instance paused beyond its session");
            }
            default -> instance.crash().dieAfter(1 + random.nextInt(20));
        }
    }

    /** Time passes, in which those that are there poll. */
    private void letSessionsExpire() {
        for (long passed = 0; passed < SESSION_NANOS; passed += 5_000_000_000L) {
            world.time().advance(5_000_000_000L);
            round();
        }
    }

    /**
     * Everything is processed within a time, by those that are there, whatever has become of the others.
     *
     * @param after what has happened
     */
    void goOn(Invariant invariant, String after) {
        long began = world.time().monotonicNanos();
        for (int rounds = 0; !instances.isEmpty() && !isDrained(); rounds++) {
            round();
            world.time().advance(rounds < SHORT_ROUNDS ? SHORT_NANOS : LONG_NANOS);
            boolean isInTime = world.time().monotonicNanos() - began < GOES_ON_NANOS;
            checks.that(
                    invariant,
                    isInTime || instances.isEmpty() || isDrained(),
                    () -> (GOES_ON_NANOS / LONG_NANOS) + " s after " + after + " input still waits: " + waiting());
        }
        events.accept("went on, after " + after);
    }

    private void round() {
        for (int number : List.copyOf(instances.keySet())) {
            for (int i = 0; i < 6; i++) {
                step(number);
            }
        }
        for (int i = 0; i < 20 && world.time().step(); i++) {
            world.time().advance(1_000);
        }
    }

    /** Closes all instances, then the broker. */
    void close() {
        for (SimInstance instance : List.copyOf(instances.values())) {
            instance.close();
        }
        instances.clear();
        broker.close();
    }

    /** The kind of operation of a crash. */
    static String kind(String where) {
        return where.startsWith("commit step")
                ? where
                : where.replaceAll("[^a-zA-Z_ ].*", "").trim();
    }

    /** Goes on until everything is processed and committed; instances that are not there are started. */
    void drain() {
        for (int i = 0; i < setup.instances(); i++) {
            if (!instances.containsKey(i)) {
                startInstance(i);
            }
        }
        int rounds = 0;
        while (!isDrained()) {
            round();
            world.time().advance(rounds < SHORT_ROUNDS ? SHORT_NANOS : LONG_NANOS);
            if (++rounds > ROUNDS_TO_DRAIN) {
                throw new Violation(
                        Invariant.I11_LIVENESS,
                        "the input is not processed after " + rounds + " rounds without faults: " + waiting());
            }
        }
        checks.that(Invariant.I11_LIVENESS, true, () -> "");
    }

    private boolean isDrained() {
        return waiting().isEmpty();
    }

    /** What is not processed and committed. */
    private List<String> waiting() {
        List<String> topics = new ArrayList<>(setup.program().inputTopics());
        topics.addAll(setup.program().boundaries().values());
        List<String> waiting = new ArrayList<>();
        broker.committed(broker.partitionsOf(topics)).forEach((partition, offset) -> {
            long end = broker.topics().endOffset(partition, Isolation.READ_UNCOMMITTED);
            if (end > offset) {
                waiting.add(partition + " ends at " + end + ", committed is " + offset);
            }
        });
        waiting.addAll(unstable());
        for (Step.Global table : setup.program().changingGlobals()) {
            Map<String, String> rows = broker.rows(table.topic());
            instances.values().stream()
                    .filter(instance -> !instance.globalRows(table.store()).equals(Optional.of(rows)))
                    .forEach(instance -> waiting.add("instance " + instance.number() + " has not read " + table.topic()
                            + " up to its end: it has " + instance.globalRows(table.store()) + ", the topic " + rows));
        }
        return waiting;
    }

    /** Where an open transaction, perhaps of an instance that was killed, keeps readers from committed records behind it. */
    List<String> unstable() {
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
}
