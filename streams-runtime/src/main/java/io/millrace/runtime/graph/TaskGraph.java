package io.millrace.runtime.graph;

import io.millrace.processor.FixedKeyProcessor;
import io.millrace.processor.FixedKeyProcessorSupplier;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.StreamPartitioner;
import io.millrace.processor.TopicNameExtractor;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.stores.task.StoreSlot;
import io.millrace.topology.dag.DagNode;
import io.millrace.topology.dag.ProcessorNode;
import io.millrace.topology.dag.SinkNode;
import io.millrace.topology.dag.SourceNode;
import io.millrace.topology.dag.StoreSpec;
import io.millrace.topology.dag.SubTopology;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The nodes of one task, wired. A task may be built from several sub-topologies. Confined to the task's thread.
 */
public final class TaskGraph implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TaskGraph.class);

    private final TaskScope scope;
    private final List<GraphNode> nodes;
    private final Map<SourceNode, SourcePart> sources;

    private TaskGraph(TaskScope scope, List<GraphNode> nodes, Map<SourceNode, SourcePart> sources) {
        this.scope = scope;
        this.nodes = nodes;
        this.sources = sources;
    }

    /** Makes the nodes. User code runs: the suppliers of processors. */
    public static TaskGraph build(List<SubTopology> parts, TaskScope scope) {
        List<GraphNode> nodes = new ArrayList<>();
        Map<SourceNode, SourcePart> sources = new LinkedHashMap<>();
        Map<DagNode, GraphNode> built = new IdentityHashMap<>();
        Map<DagNode, NodeScope> scopes = new IdentityHashMap<>();
        for (SubTopology part : parts) {
            for (DagNode node : part.nodes()) {
                GraphNode made = make(node, scope, scopes);
                built.put(node, made);
                nodes.add(made);
                if (node instanceof SourceNode source) {
                    sources.put(source, (SourcePart) made);
                }
            }
        }
        scopes.forEach((node, nodeScope) ->
                nodeScope.connect(node.children().stream().map(built::get).toArray(GraphNode[]::new)));
        for (GraphNode node : nodes) {
            scope.metrics().addOperator(scope.taskId(), node.name(), node::processed);
        }
        return new TaskGraph(scope, nodes, sources);
    }

    private static GraphNode make(DagNode node, TaskScope scope, Map<DagNode, NodeScope> scopes) {
        if (node instanceof SourceNode source) {
            SourcePart part = new SourcePart(source.name(), scope);
            scopes.put(node, part.scope());
            return part;
        }
        if (node instanceof ProcessorNode processor) {
            return makeProcessor(processor, scope, scopes);
        }
        return makeSink((SinkNode) node, scope);
    }

    @SuppressWarnings(
            "unchecked") // inside a graph records are untyped; the DSL's types were checked when it was written
    private static GraphNode makeProcessor(ProcessorNode node, TaskScope scope, Map<DagNode, NodeScope> scopes) {
        Set<String> stores = node.stores().stream().map(StoreSpec::name).collect(Collectors.toSet());
        ProcessorSupplier<?, ?, ?, ?> supplier = node.supplier();
        if (supplier != null) {
            ProcessorScope nodeScope = new ProcessorScope(node.name(), scope, stores);
            scopes.put(node, nodeScope);
            return new ProcessorPart(
                    node.name(), (Processor<Object, Object, Object, Object>) supplier.get(), nodeScope);
        }
        FixedKeyProcessorSupplier<?, ?, ?> fixedKey = node.fixedKeySupplier();
        if (fixedKey == null) {
            throw new IllegalStateException("Processor '" + node.name() + "' has no supplier");
        }
        FixedKeyScope nodeScope = new FixedKeyScope(node.name(), scope, stores);
        scopes.put(node, nodeScope);
        return new FixedKeyPart(node.name(), (FixedKeyProcessor<Object, Object, Object>) fixedKey.get(), nodeScope);
    }

    @SuppressWarnings("unchecked") // as above
    private static SinkPart makeSink(SinkNode node, TaskScope scope) {
        RuntimeSettings settings = scope.settings();
        return new SinkPart(
                node.name(),
                scope,
                new SinkPart.Spec(
                        node.topic() == null ? null : node.topic().resolve(settings.applicationId()),
                        (TopicNameExtractor<Object, Object>) node.topicExtractor(),
                        NodeSerdes.keys(node, settings),
                        NodeSerdes.values(node, settings),
                        (StreamPartitioner<Object, Object>) node.partitioner()));
    }

    /** The sources, in node order. */
    public Map<SourceNode, SourcePart> sources() {
        return sources;
    }

    /** Initialises the stores; their tables exist afterwards. User code may run. */
    public void initStores() {
        initStores(scope);
    }

    /** Initialises the stores of a task that has no processors: a standby. User code may run. */
    public static void initStores(TaskScope scope) {
        ProcessorScope context = new ProcessorScope("(stores)", scope, Set.of());
        for (StoreSlot slot : scope.stores().slots()) {
            slot.store().init(context, slot.store());
        }
    }

    /** Initialises the processors, parents first. User code runs. */
    public void initProcessors() {
        for (GraphNode node : nodes) {
            node.init();
        }
        scope.coordinates().clear();
    }

    /** Closes the processors. A processor that throws is logged and does not keep the others from being closed. */
    @Override
    public void close() {
        for (GraphNode node : nodes) {
            try {
                node.close();
            } catch (RuntimeException | Error e) {
                LOG.error("Task {}: processor '{}' failed in close", scope.taskId(), node.name(), e);
            }
        }
    }
}
