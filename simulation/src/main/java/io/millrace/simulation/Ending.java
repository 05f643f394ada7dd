package io.millrace.simulation;

import io.millrace.simulation.program.Program;
import java.util.function.Consumer;

/** The last steps of a run: what changes while an application runs is once seen to its end, when nothing else is in the way. */
final class Ending {

    private final Program program;
    private final Feed feed;
    private final Consumer<String> events;

    Ending(Setup setup, Feed feed, Consumer<String> events) {
        this.program = setup.program();
        this.feed = feed;
        this.events = events;
    }

    /**
     * Changes what can change, and lets everybody process it.
     *
     * @return the number of the journal from which on global tables are as their topics
     */
    long settle(Cluster cluster, World world) {
        SimBroker broker = cluster.broker();
        long settledNumber = world.nextNumber();
        if (!program.changingGlobals().isEmpty()) {
            feed.writeEachKey(broker);
            cluster.drain();
            feed.changeAllGlobals(broker);
            cluster.drain();
            settledNumber = world.nextNumber();
            feed.writeEachKey(broker);
            cluster.drain();
        }
        if (feed.writeToMissing(broker)) {
            cluster.drain();
        }
        return settledNumber;
    }

    /** Says what was in the program, and what has happened to it. */
    void count(SimBroker broker) {
        program.steps().forEach(step -> events.accept("step " + step.getClass().getSimpleName()));
        if (!program.changingGlobals().isEmpty()) {
            events.accept("a global table changed");
        }
        for (String topic : program.inputTopics()) {
            if (broker.partitionCount(topic) > 0 && !program.firstInputTopics().contains(topic)) {
                events.accept("a topic appeared");
            }
        }
    }
}
