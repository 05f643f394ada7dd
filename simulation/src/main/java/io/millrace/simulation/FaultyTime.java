package io.millrace.simulation;

import io.millrace.broker.Durability;
import io.millrace.errors.StreamsException;
import io.millrace.log.LogException;
import io.millrace.simulation.Faults.Kind;
import io.millrace.time.Randomness;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Times in which the disk, or the engines of stores, fail and heal: what the application makes of it, and what it says. */
final class FaultyTime {

    /** A topic-partition, a task, a file, a store, a producer, a member. */
    private static final Pattern MESSAGE_PLACE = Pattern.compile("-[0-9]|[0-9]_[0-9]|simulated:|'[^']+'|torage");

    private static final int FAULTY_STEPS = 40;

    private final World world;
    private final Randomness random;
    private final Setup setup;
    private final Feed feed;
    private final Checks checks;
    private final Consumer<String> events;
    private final Consumer<Cluster> input;

    /**
     * @param events is told what happens
     * @param input writes some
     */
    FaultyTime(World world, Setup setup, Feed feed, Checks checks, Consumer<String> events, Consumer<Cluster> input) {
        this.world = world;
        this.random = world.random();
        this.setup = setup;
        this.feed = feed;
        this.checks = checks;
        this.events = events;
        this.input = input;
    }

    /**
     * The disk fails for a while, and heals.
     *
     * @return whether the application goes on; else it has said that it must be started again
     */
    boolean suffer(Cluster cluster) {
        Kind kind = kind();
        Faults faults = world.disk().faults();
        long before = faults.happened();
        // A crash may have cut the last fault short.
        world.takeEnded();
        world.setFaulty(true);
        faults.start(kind, random.nextInt(kind == Kind.ENGINE_ERROR ? 2 : 20), 1 + random.nextInt(4));
        boolean goesOn = true;
        for (int step = 0; step < FAULTY_STEPS && goesOn; step++) {
            goesOn = tryStep(cluster);
        }
        faults.heal();
        if (faults.happened() > before) {
            events.accept("fault, " + kind);
        }
        for (int step = 0; step < FAULTY_STEPS && goesOn; step++) {
            goesOn = tryStep(cluster);
        }
        // What was decided while the disk failed is published a second later.
        world.time().advance(2_000_000_000);
        for (int step = 0; step < FAULTY_STEPS && goesOn; step++) {
            goesOn = tryStep(cluster);
        }
        world.setFaulty(false);
        boolean isHealed = goesOn;
        Kind fault = kind;
        List<RuntimeException> ended = world.takeEnded();
        if (isHealed && faults.happened() > before) {
            checks.that(
                    Invariant.I16_HEALING,
                    !fault.heals() || ended.isEmpty(),
                    () -> fault + " has ended threads, which should have rested: " + ended);
            events.accept("went on after " + fault);
        }
        lint();
        if (goesOn && setup.variation() != Variation.NONE && random.nextInt(2) == 0) {
            cluster.goOn(Invariant.I16_HEALING, fault + " is over");
        }
        if (!goesOn) {
            events.accept("restart needed after " + kind);
        }
        return goesOn;
    }

    private Kind kind() {
        Kind often = setup.variation().trouble().often();
        if (often != Kind.NONE) {
            return often;
        }
        Kind last = setup.variation() == Variation.NONE ? Kind.SLOW : Kind.ENGINE_ERROR;
        Kind kind = Kind.values()[1 + random.nextInt(last.ordinal())];
        return kind == Kind.SYNC_ERROR && setup.durability() == Durability.OS_CACHE ? Kind.WRITE_ERROR : kind;
    }

    /** Whether the storage is still written to. */
    private boolean tryStep(Cluster cluster) {
        try {
            input.accept(cluster);
            writeGlobal(cluster);
            cluster.step();
            return !needsRestart();
        } catch (LogException | StreamsException e) {
            world.failed(e);
            return !needsRestart();
        }
    }

    /** The global threads get something to do: rows of other keys than those that are joined. */
    private void writeGlobal(Cluster cluster) {
        if (setup.variation() != Variation.NONE && random.nextInt(4) == 0) {
            feed.writeAside(cluster.broker());
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
}
