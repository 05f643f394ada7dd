package io.millrace.topology.graph;

import io.millrace.errors.TopologyException;
import io.millrace.processor.FixedKeyProcessorSupplier;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.ProcessorWrapper;
import io.millrace.state.StoreBuilder;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Nodes, stores and internal topics of a topology under construction. Every method that adds checks first and throws a
 * {@link TopologyException} that names the operator and what to change.
 */
public final class TopologyGraph {

    private final Map<String, NodeDefinition> nodes = new LinkedHashMap<>();
    private final Map<String, StoreDefinition> stores = new LinkedHashMap<>();
    private final Map<String, GlobalStoreDefinition> globalStores = new LinkedHashMap<>();
    private final Map<String, OptionalInt> internalTopics = new LinkedHashMap<>();
    private final Map<String, String> sourceTopicByStore = new LinkedHashMap<>();
    private final List<Set<String>> coPartitionedSources = new ArrayList<>();

    /** Stores by processor. Hash sets on purpose: their iteration order is the order in which 4.3.1 registers and prints stores. */
    private final Map<String, Set<String>> storesByProcessor = new LinkedHashMap<>();

    /** Processors by store, in the order of connection. */
    private final Map<String, Set<String>> processorsByStore = new LinkedHashMap<>();

    private final @Nullable ProcessorWrapper wrapper;

    /** Stores of operators that the wrapper has seen. */
    private final List<ShownStore> shownStores = new ArrayList<>();

    /** An empty graph whose processors run as their suppliers make them. */
    public TopologyGraph() {
        this(null);
    }

    /**
     * An empty graph.
     *
     * @param wrapper wraps every supplier that is added; null: none
     */
    public TopologyGraph(@Nullable ProcessorWrapper wrapper) {
        this.wrapper = wrapper;
    }

    /**
     * A store that every instance holds whole.
     *
     * @param reprocessOnRestore whether a restore runs the processor instead of copying records
     */
    public record GlobalStoreDefinition(
            StoreDefinition store, String sourceName, String processorName, String topic, boolean reprocessOnRestore) {}

    public void addSource(String name, Collection<String> topics, NodeDefinition.Reading reading) {
        requireFreeName(name);
        if (topics.isEmpty()) {
            throw new TopologyException("Source '" + name + "' has no topics: give it at least one.");
        }
        for (String topic : topics) {
            Objects.requireNonNull(topic, "topic cannot be null");
            requireUnreadTopic(name, topic);
        }
        nodes.put(name, new NodeDefinition.Source(name, List.copyOf(topics), Optional.empty(), reading));
    }

    public void addSource(String name, Pattern pattern, NodeDefinition.Reading reading) {
        requireFreeName(name);
        Objects.requireNonNull(pattern, "pattern cannot be null");
        for (NodeDefinition.Source source : sources()) {
            for (String topic : source.topics()) {
                if (!isGlobalSource(source.name()) && pattern.matcher(topic).matches()) {
                    throw new TopologyException("Pattern '" + pattern + "' of source '" + name + "' matches topic '"
                            + topic + "', which source '" + source.name()
                            + "' already reads: a topic has one source. Narrow the pattern.");
                }
            }
        }
        nodes.put(name, new NodeDefinition.Source(name, List.of(), Optional.of(pattern), reading));
    }

    /** Adds a processor and the stores that its supplier brings along. */
    public void addProcessor(String name, ProcessorSupplier<?, ?, ?, ?> supplier, List<String> parents) {
        requireFreeName(name);
        Suppliers.requireFreshInstances(name, supplier);
        requireParents(name, parents);
        ProcessorSupplier<?, ?, ?, ?> used = wrapper == null ? supplier : wrapper.wrapProcessorSupplier(name, supplier);
        nodes.put(name, new NodeDefinition.Processor(name, used, null, parents));
        addConnectedStores(name, used.stores());
    }

    /** Adds an operator of the DSL and the stores that are its own. A wrapper gets to see them as the supplier's stores. */
    public void addOperator(
            String name, ProcessorSupplier<?, ?, ?, ?> supplier, List<String> parents, StoreDefinition... ownStores) {
        if (wrapper == null) {
            addProcessor(name, supplier, parents);
            for (StoreDefinition store : ownStores) {
                addStore(store, List.of(name));
            }
            return;
        }
        Set<StoreBuilder<?>> shown = new LinkedHashSet<>();
        for (StoreDefinition store : ownStores) {
            ShownStore builder = new ShownStore(store);
            shown.add(builder);
            shownStores.add(builder);
        }
        addProcessor(name, new OperatorSupplier<>(supplier, shown), parents);
    }

    /** Tells the stores that wrappers have seen what they are built with. */
    void compiledWith(CompileSettings settings) {
        shownStores.forEach(store -> store.compiledWith(settings));
    }

    /** Adds a processor that cannot change keys, and the stores that its supplier brings along. */
    public void addFixedKeyProcessor(String name, FixedKeyProcessorSupplier<?, ?, ?> supplier, List<String> parents) {
        requireFreeName(name);
        Suppliers.requireFreshInstances(name, supplier);
        requireParents(name, parents);
        FixedKeyProcessorSupplier<?, ?, ?> used =
                wrapper == null ? supplier : wrapper.wrapFixedKeyProcessorSupplier(name, supplier);
        nodes.put(name, new NodeDefinition.Processor(name, null, used, parents));
        addConnectedStores(name, used.stores());
    }

    /** Adds a sink; its topic or extractor is in the definition. */
    public void addSink(NodeDefinition.Sink sink) {
        requireFreeName(sink.name());
        if ((sink.topic() == null) == (sink.topicExtractor() == null)) {
            throw new TopologyException("Sink '" + sink.name() + "' needs a topic or an extractor of topic names.");
        }
        requireParents(sink.name(), sink.parents());
        nodes.put(sink.name(), sink);
    }

    /** Adds a store for the given processors. Adding the same store again only connects more processors. */
    public void addStore(StoreDefinition store, List<String> processors) {
        String name = Objects.requireNonNull(store.name(), "store name");
        StoreDefinition known = stores.get(name);
        if (known != null && !known.isSameAs(store)) {
            throw new TopologyException("There are two different stores named '" + name
                    + "': give one of them another name, or add the same builder twice.");
        }
        requireNotGlobal(name);
        stores.put(name, store);
        for (String processor : processors) {
            connect(processor, name);
        }
    }

    /** Adds a store that every instance holds whole, with the source and the processor that fill it. As in Kafka Streams, the processor is not wrapped. */
    public void addGlobalStore(
            GlobalStoreDefinition global, NodeDefinition.Reading reading, ProcessorSupplier<?, ?, ?, ?> supplier) {
        String name = global.store().name();
        requireFreeName(global.sourceName());
        requireUnreadTopic(global.sourceName(), global.topic());
        requireFreeName(global.processorName());
        if (global.sourceName().equals(global.processorName())) {
            throw new TopologyException(
                    "Global store '" + name + "': source and processor are both named '" + global.sourceName() + "'.");
        }
        Suppliers.requireFreshInstances(global.processorName(), supplier);
        if (stores.containsKey(name)) {
            throw new TopologyException(
                    "A store and a global store are both named '" + name + "': give one of them another name.");
        }
        requireNotGlobal(name);
        GlobalStoreDefinition unlogged = new GlobalStoreDefinition(
                global.store().withoutLogging(),
                global.sourceName(),
                global.processorName(),
                global.topic(),
                global.reprocessOnRestore());
        nodes.put(
                global.sourceName(),
                new NodeDefinition.Source(global.sourceName(), List.of(global.topic()), Optional.empty(), reading));
        nodes.put(
                global.processorName(),
                new NodeDefinition.Processor(global.processorName(), supplier, null, List.of(global.sourceName())));
        globalStores.put(name, unlogged);
        storesByProcessor.put(global.processorName(), new HashSet<>(Set.of(name)));
        useSourceTopicAsChangelog(name, global.topic());
    }

    /** Lets a processor use stores that were added before. */
    public void connectProcessorAndStores(String processor, List<String> storeNames) {
        if (storeNames.isEmpty()) {
            throw new TopologyException("No stores given to connect to processor '" + processor + "'.");
        }
        storeNames.forEach(store -> connect(processor, store));
    }

    /** Restores a store from the source topic that fills it; nothing is written to that topic. */
    public void useSourceTopicAsChangelog(String store, String topic) {
        if (sourceTopicByStore.putIfAbsent(store, topic) != null) {
            throw new TopologyException("Store '" + store + "' already uses topic '" + sourceTopicByStore.get(store)
                    + "' as its changelog.");
        }
        stores.computeIfPresent(store, (name, definition) -> definition.withoutLogging());
    }

    /** Declares a topic that the runtime makes; its name gets the application id in front. */
    public void addInternalTopic(String topic, OptionalInt partitionCount) {
        internalTopics.put(Objects.requireNonNull(topic, "topic cannot be null"), partitionCount);
    }

    /** Declares that the topics of these sources must have the same number of partitions. Unknown names are ignored, as in 4.3.1. */
    public void coPartition(Set<String> sourceNames) {
        coPartitionedSources.add(Set.copyOf(sourceNames));
    }

    /** Fails if repartition topics that must agree were given different partition counts. */
    public void requireEqualPartitionCounts() {
        CoPartitioning.of(this).forEach(group -> CoPartitioning.requireEqualCounts(group, internalTopics));
    }

    public Map<String, NodeDefinition> nodes() {
        return Collections.unmodifiableMap(nodes);
    }

    public Map<String, StoreDefinition> stores() {
        return Collections.unmodifiableMap(stores);
    }

    public Map<String, GlobalStoreDefinition> globalStores() {
        return Collections.unmodifiableMap(globalStores);
    }

    /** Internal topics with the partition count that the program set, if it set one. */
    public Map<String, OptionalInt> internalTopics() {
        return Collections.unmodifiableMap(internalTopics);
    }

    /** Names of the stores of a processor, in the order in which they are registered. */
    public Set<String> storesOf(String processor) {
        return storesByProcessor.getOrDefault(processor, Set.of());
    }

    /** Names of the processors that share a store. */
    public Set<String> processorsOf(String store) {
        return processorsByStore.getOrDefault(store, Set.of());
    }

    List<Set<String>> coPartitionedSources() {
        return Collections.unmodifiableList(coPartitionedSources);
    }

    @Nullable
    String sourceTopicOf(String store) {
        return sourceTopicByStore.get(store);
    }

    /** Whether the node feeds a global store. */
    public boolean isGlobalSource(String name) {
        return globalStores.values().stream()
                .anyMatch(global -> global.sourceName().equals(name));
    }

    private List<NodeDefinition.Source> sources() {
        return nodes.values().stream()
                .filter(NodeDefinition.Source.class::isInstance)
                .map(NodeDefinition.Source.class::cast)
                .toList();
    }

    private void addConnectedStores(String processor, @Nullable Set<StoreBuilder<?>> builders) {
        if (builders != null) {
            builders.forEach(builder -> addStore(definitionOf(builder), List.of(processor)));
        }
    }

    private static StoreDefinition definitionOf(StoreBuilder<?> builder) {
        return builder instanceof ShownStore shown ? shown.definition() : new GivenStore(builder);
    }

    private void connect(String processor, String store) {
        if (globalStores.containsKey(store)) {
            throw new TopologyException("Global store '" + store
                    + "' is open to every processor: do not connect it to '" + processor + "'.");
        }
        if (!stores.containsKey(store)) {
            throw new TopologyException("There is no store '" + store + "' yet: add it before processor '" + processor
                    + "' names it (addStateStore), or let the supplier return it from stores().");
        }
        NodeDefinition node = nodes.get(processor);
        if (node == null) {
            throw new TopologyException("There is no processor '" + processor
                    + "' yet: add it before it is connected to store '" + store + "'.");
        }
        if (!(node instanceof NodeDefinition.Processor)) {
            throw new TopologyException("Only processors have stores: '" + processor + "', which is to use store '"
                    + store + "', is a source or a sink.");
        }
        storesByProcessor.computeIfAbsent(processor, name -> new HashSet<>()).add(store);
        processorsByStore.computeIfAbsent(store, name -> new LinkedHashSet<>()).add(processor);
    }

    private void requireFreeName(String name) {
        Objects.requireNonNull(name, "name cannot be null");
        if (nodes.containsKey(name)) {
            throw new TopologyException("There is a node '" + name
                    + "' already: every source, processor and sink needs a name of its own.");
        }
    }

    private void requireNotGlobal(String store) {
        if (globalStores.containsKey(store)) {
            throw new TopologyException(
                    "A global store named '" + store + "' is there already: give one of them another name.");
        }
    }

    private void requireUnreadTopic(String sourceName, String topic) {
        for (NodeDefinition.Source source : sources()) {
            if (source.topics().contains(topic)) {
                throw new TopologyException("Topic '" + topic + "' has a source already, '" + source.name() + "': '"
                        + sourceName + "' cannot read it too. Use one source for both.");
            }
            if (source.pattern().isPresent()
                    && source.pattern().get().matcher(topic).matches()) {
                throw new TopologyException(
                        "Topic '" + topic + "' has a source already: '" + source.name() + "' reads what matches '"
                                + source.pattern().get() + "'. '" + sourceName + "' cannot read it too.");
            }
        }
    }

    private void requireParents(String name, List<String> parents) {
        if (parents.isEmpty()) {
            throw new TopologyException("Node '" + name + "' has no parents: name at least one.");
        }
        for (String parent : parents) {
            NodeDefinition node = nodes.get(Objects.requireNonNull(parent, "parent name"));
            if (node == null) {
                throw new TopologyException("There is no node '" + parent + "', which is to be the parent of '" + name
                        + "'" + (parent.equals(name) ? ": a node cannot be its own parent." : ": add it first."));
            }
            if (node instanceof NodeDefinition.Sink) {
                throw new TopologyException(
                        "'" + parent + "' is a sink and has no children: '" + name + "' needs another parent.");
            }
        }
    }
}
