package io.millrace.examples.launch;

import io.millrace.topology.Topology;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What an example tells about itself. Immutable.
 *
 * @param name what it is started by; its application id, too
 * @param title what it does, in one line
 * @param topology makes the topology
 * @param settings configuration beside the application id and the state directory
 * @param input what it is fed with
 * @param topicsBetween topics that the topology both writes and reads; repartition topics are not among them, the runtime makes those
 * @param results what is printed in the end
 * @param live makes the input of a service; empty if it cannot run as one
 */
public record Example(
        String name,
        String title,
        Supplier<Topology> topology,
        Map<String, Object> settings,
        ExampleInput input,
        List<String> topicsBetween,
        List<ResultTable<?, ?>> results,
        Optional<Supplier<LiveInput>> live) {

    public Example {
        settings = Map.copyOf(settings);
        topicsBetween = List.copyOf(topicsBetween);
        results = List.copyOf(results);
    }

    /** An example with the default configuration. */
    public Example(
            String name,
            String title,
            Supplier<Topology> topology,
            ExampleInput input,
            List<ResultTable<?, ?>> results) {
        this(name, title, topology, Map.of(), input, List.of(), results);
    }

    /** An example that cannot run as a service. */
    public Example(
            String name,
            String title,
            Supplier<Topology> topology,
            Map<String, Object> settings,
            ExampleInput input,
            List<String> topicsBetween,
            List<ResultTable<?, ?>> results) {
        this(name, title, topology, settings, input, topicsBetween, results, Optional.empty());
    }

    /** The same, which can run as a service. */
    public Example live(Supplier<LiveInput> newLive) {
        return new Example(name, title, topology, settings, input, topicsBetween, results, Optional.of(newLive));
    }
}
