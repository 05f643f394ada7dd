package io.millrace.broker.topic;

/**
 * A partition of one incarnation of a topic. Immutable.
 *
 * @param topicNumber counts the topics that this broker's data ever had, so a topic made again under its old name has another
 */
public record PartitionId(int topicNumber, int partition) implements Comparable<PartitionId> {

    @Override
    public int compareTo(PartitionId other) {
        return topicNumber != other.topicNumber
                ? Integer.compare(topicNumber, other.topicNumber)
                : Integer.compare(partition, other.partition);
    }
}
