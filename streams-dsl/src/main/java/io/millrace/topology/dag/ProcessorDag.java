package io.millrace.topology.dag;

import java.util.List;

/**
 * A checked, compiled topology. Immutable and safe from any thread.
 *
 * @param subTopologies in order of their ids. Global stores are not among them but take an id each in {@code describe()}, as in 4.3.1, so
 *     ids can have gaps: look a part up by {@link SubTopology#id()}, not by position
 * @param globalStores stores that every instance holds whole
 * @param whole all sub-topologies as one, with id 0, for a task that runs everything: nodes and stores are in the order of the topology, which goes across
 *     sub-topologies
 */
public record ProcessorDag(List<SubTopology> subTopologies, List<GlobalStoreNode> globalStores, SubTopology whole) {

    public ProcessorDag {
        subTopologies = List.copyOf(subTopologies);
        globalStores = List.copyOf(globalStores);
    }
}
