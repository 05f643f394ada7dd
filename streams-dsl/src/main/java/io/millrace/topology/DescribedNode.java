package io.millrace.topology;

import io.millrace.processor.TopicNameExtractor;
import java.util.Collections;
import java.util.Comparator;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A node of a description. Neighbours are sorted by weight, then by name, where the weight of a node is one more than the sum of its successors'
 * weights. As in 4.3.1 the sets are filled while weights still grow, so the order in which {@link #link} is called shows in the printed order.
 */
abstract sealed class DescribedNode implements TopologyDescription.Node {

    static final Comparator<TopologyDescription.Node> HEAVIEST_FIRST = (one, other) -> {
        if (one.equals(other)) {
            return 0;
        }
        int byWeight = Integer.compare(((DescribedNode) other).weight, ((DescribedNode) one).weight);
        return byWeight != 0 ? byWeight : one.name().compareTo(other.name());
    };

    private final String name;
    private final Set<TopologyDescription.Node> predecessors = new TreeSet<>(HEAVIEST_FIRST);
    private final Set<TopologyDescription.Node> successors = new TreeSet<>(HEAVIEST_FIRST);
    private int weight = 1;

    DescribedNode(String name) {
        this.name = name;
    }

    /** Adds an edge and the child's weight to all that lie before it. */
    static void link(DescribedNode parent, DescribedNode child) {
        child.predecessors.add(parent);
        parent.successors.add(child);
        parent.grow(child.weight);
    }

    private void grow(int by) {
        weight += by;
        for (TopologyDescription.Node predecessor : predecessors) {
            ((DescribedNode) predecessor).grow(by);
        }
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final Set<TopologyDescription.Node> predecessors() {
        return Collections.unmodifiableSet(predecessors);
    }

    @Override
    public final Set<TopologyDescription.Node> successors() {
        return Collections.unmodifiableSet(successors);
    }

    /** Two nodes are equal if they are the same kind of node with the same name, contents and predecessors. */
    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof DescribedNode that
                && getClass() == that.getClass()
                && name.equals(that.name)
                && contents().equals(that.contents())
                && names(predecessors).equals(names(that.predecessors));
    }

    @Override
    public final int hashCode() {
        return 31 * name.hashCode() + contents().hashCode();
    }

    /** What the node reads, keeps or writes, as printed. */
    abstract String contents();

    abstract String kind();

    @Override
    public final String toString() {
        StringBuilder text = new StringBuilder(kind() + ": " + name + " (" + contents() + ")");
        if (!(this instanceof Sink)) {
            text.append("\n      --> ").append(names(successors));
        }
        if (!(this instanceof Source)) {
            text.append("\n      <-- ").append(names(predecessors));
        }
        return text.toString();
    }

    private static String names(Set<TopologyDescription.Node> nodes) {
        return nodes.isEmpty()
                ? "none"
                : nodes.stream().map(TopologyDescription.Node::name).collect(Collectors.joining(", "));
    }

    static final class Source extends DescribedNode implements TopologyDescription.Source {

        private final @Nullable Set<String> topics;
        private final @Nullable Pattern pattern;

        Source(String name, @Nullable Set<String> topics, @Nullable Pattern pattern) {
            super(name);
            this.topics = topics;
            this.pattern = pattern;
        }

        @Override
        public @Nullable Set<String> topicSet() {
            return topics;
        }

        @Override
        public @Nullable Pattern topicPattern() {
            return pattern;
        }

        @Override
        String kind() {
            return "Source";
        }

        @Override
        String contents() {
            return "topics: " + (topics != null ? topics : pattern);
        }
    }

    static final class Processor extends DescribedNode implements TopologyDescription.Processor {

        private final Set<String> stores;

        Processor(String name, Set<String> stores) {
            super(name);
            this.stores = stores;
        }

        @Override
        public Set<String> stores() {
            return Collections.unmodifiableSet(stores);
        }

        @Override
        String kind() {
            return "Processor";
        }

        @Override
        String contents() {
            return "stores: " + stores;
        }
    }

    static final class Sink extends DescribedNode implements TopologyDescription.Sink {

        private final @Nullable String topic;
        private final @Nullable TopicNameExtractor<?, ?> extractor;

        Sink(String name, @Nullable String topic, @Nullable TopicNameExtractor<?, ?> extractor) {
            super(name);
            this.topic = topic;
            this.extractor = extractor;
        }

        @Override
        public @Nullable String topic() {
            return topic;
        }

        @Override
        public @Nullable TopicNameExtractor<?, ?> topicNameExtractor() {
            return extractor;
        }

        @Override
        String kind() {
            return "Sink";
        }

        @Override
        String contents() {
            return topic != null ? "topic: " + topic : "extractor class: " + extractor;
        }
    }
}
