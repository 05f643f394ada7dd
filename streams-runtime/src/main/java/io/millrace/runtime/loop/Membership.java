package io.millrace.runtime.loop;

import io.millrace.errors.StreamsException;
import io.millrace.log.GroupMembership;
import io.millrace.log.GroupProtocol;
import io.millrace.processor.TaskId;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.assignment.Member;
import io.millrace.runtime.assignment.StickyAssignment;
import io.millrace.runtime.topics.TopicPlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A loop's side of the group. Callbacks only note what happened; the loop acts on it between polls. Confined to the loop's thread.
 */
final class Membership implements GroupProtocol {

    private final TopicPlan plan;
    private final String fingerprint;
    private final Callbacks callbacks;

    /** What the loop does when the group changes. */
    interface Callbacks {

        Set<TaskId> ownedTasks();

        /** Commit what is done. */
        void revoking();

        void assigned(List<TaskId> tasks);

        void lost();
    }

    private @Nullable GroupMembership current;

    Membership(TopicPlan plan, String fingerprint, Callbacks callbacks) {
        this.plan = plan;
        this.fingerprint = fingerprint;
        this.callbacks = callbacks;
    }

    /** Who this member is. */
    GroupMembership current() {
        GroupMembership membership = current;
        if (membership == null) {
            throw new IllegalStateException("The loop has no tasks before it has joined the group");
        }
        return membership;
    }

    /** Whether the group has given this member its part, be it empty. */
    boolean isKnown() {
        return current != null;
    }

    @Override
    public byte[] metadata() {
        return new Member(fingerprint, callbacks.ownedTasks()).encode();
    }

    @Override
    public Map<String, Assignment> assign(Map<String, byte[]> members) {
        Map<String, Set<TaskId>> owned = new HashMap<>();
        members.forEach((id, metadata) -> {
            Member member = Member.decode(metadata);
            if (!member.fingerprint().equals(fingerprint)) {
                throw new StreamsException("Member " + id + " of group '" + plan.applicationId()
                        + "' runs another topology (fingerprint " + member.fingerprint() + ", here " + fingerprint
                        + "). Run the same topology in all instances, or use another application.id.");
            }
            owned.put(id, member.owned());
        });
        Map<TaskId, List<TopicPartition>> tasks = plan.tasks();
        Map<String, Assignment> assignments = new HashMap<>();
        StickyAssignment.assign(tasks.keySet(), owned).forEach((id, own) -> {
            List<TopicPartition> partitions = new ArrayList<>();
            own.forEach(task -> partitions.addAll(tasks.getOrDefault(task, List.of())));
            assignments.put(id, new Assignment(partitions, Member.encodeTasks(own)));
        });
        return assignments;
    }

    @Override
    public void onRevoking() {
        callbacks.revoking();
    }

    @Override
    public void onAssigned(Assignment assignment, GroupMembership membership) {
        current = membership;
        callbacks.assigned(Member.decodeTasks(assignment.data()));
    }

    @Override
    public void onLost(Collection<TopicPartition> partitions) {
        callbacks.lost();
    }
}
