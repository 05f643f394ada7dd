package io.millrace.benchmarks;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.topology.Topology;
import java.util.List;

/** What a benchmark processes. The counterpart of a workload of the Kafka Streams harness. */
interface Workload {

    int PARTITIONS = 4;

    Topology topology();

    /** Makes the input topics and fills them; returns the number of units that count (words, records). */
    long load(EmbeddedBroker broker);

    /** Topics that are used up when all is processed, internal ones with their full name. */
    List<String> inputs();

    /** What is counted. */
    String unit();
}
