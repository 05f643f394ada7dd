package io.millrace.topology;

import io.millrace.processor.TopicNameExtractor;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a topology consists of, for people. {@code toString()} prints the same text as Kafka Streams 4.3 for the same program. Names of internal topics
 * appear without the application id. Immutable.
 */
public interface TopologyDescription {

    /** Nodes that are connected by forwarding or by a shared store; tasks are made from it. */
    interface Subtopology {

        /** Number of the sub-topology, the first part of its task ids. */
        int id();

        /** All nodes, those with the longest way to go first. */
        Set<Node> nodes();
    }

    /** A store that every instance holds whole, with what fills it. Makes no tasks. */
    interface GlobalStore {

        Source source();

        Processor processor();

        /** Number among the sub-topologies. */
        int id();
    }

    /** A node with its neighbours. */
    interface Node {

        String name();

        /** Nodes that forward to this one; empty for a source. */
        Set<Node> predecessors();

        /** Nodes that this one forwards to; empty for a sink. */
        Set<Node> successors();
    }

    /** Reads topics. */
    interface Source extends Node {

        /** The topics; null if the source reads by pattern. */
        @Nullable
        Set<String> topicSet();

        /** The pattern; null if the topics are named. */
        @Nullable
        Pattern topicPattern();
    }

    /** Processes records. */
    interface Processor extends Node {

        /** Names of the stores it is connected to. */
        Set<String> stores();
    }

    /** Writes to a topic. */
    interface Sink extends Node {

        /** The topic; null if it is chosen per record. */
        @Nullable
        String topic();

        /** What chooses the topic per record; null if the topic is fixed. */
        @Nullable
        TopicNameExtractor<?, ?> topicNameExtractor();
    }

    /** All sub-topologies by id, without those that fill global stores. */
    Set<Subtopology> subtopologies();

    /** All global stores by id. */
    Set<GlobalStore> globalStores();
}
