package io.millrace.log;

import io.millrace.record.TopicPartition;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * A member's side of group membership, written by who subscribes. All methods are called inside {@link LogConsumer#poll} (and
 * {@link LogConsumer#close()}), on its thread.
 *
 * <p>When the group changes, each member is told {@link #onRevoking} first and joins again with fresh {@link #metadata}; one of them
 * computes {@link #assign} for all; then each is told {@link #onAssigned}. No member processes between the two, and an owner of a partition
 * that loses it has been told before the new owner is.
 */
public interface GroupProtocol {

    /** What the others should know of this member: subscription, what it owns, versions. Opaque to the broker. */
    byte[] metadata();

    /**
     * Distributes partitions. Called on one member only.
     *
     * @param members metadata by member id, in order of member id
     * @return what each member gets; every member must be named
     */
    Map<String, Assignment> assign(Map<String, byte[]> members);

    /** The group is about to change: commit what is done. Partitions stay assigned until {@link #onAssigned}. */
    void onRevoking();

    /** The member's part from now on. It reads exactly {@code assignment.partitions()}. */
    void onAssigned(Assignment assignment, GroupMembership membership);

    /** The member was put out of the group, or missed a generation (it did not poll for too long): what it owned may be someone else's by now, or have been. */
    void onLost(Collection<TopicPartition> partitions);

    /**
     * A member's part.
     *
     * @param partitions what the member's consumer reads
     * @param data whatever the assignor tells the member beside it; opaque to the broker
     */
    record Assignment(List<TopicPartition> partitions, byte[] data) {

        public Assignment {
            partitions = List.copyOf(partitions);
        }
    }
}
