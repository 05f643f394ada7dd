package io.millrace.runtime.loop;

import io.millrace.errors.StreamsException;
import io.millrace.log.GroupMembership;
import io.millrace.log.GroupProtocol;
import io.millrace.processor.TaskId;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.assignment.Distribution;
import io.millrace.runtime.assignment.Member;
import io.millrace.runtime.assignment.StickyAssignment;
import io.millrace.runtime.topics.LivePlan;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A loop's side of the group. Callbacks only note what happened; the loop acts on it between polls. Confined to the loop's thread.
 */
final class Membership implements GroupProtocol {

    private final LivePlan plan;
    private final String fingerprint;
    private final InstanceState instance;
    private final Callbacks callbacks;

    /** What the loop does when the group changes. */
    interface Callbacks {

        Set<TaskId> ownedTasks();

        /** Commit what is done. */
        void revoking();

        /** These tasks with these partitions from now on. */
        void assigned(Map<TaskId, List<TopicPartition>> tasks);

        /** An instance of the application asks all of them to stop. */
        void askedToStop();

        void lost();
    }

    private @Nullable GroupMembership current;

    Membership(LivePlan plan, String fingerprint, InstanceState instance, Callbacks callbacks) {
        this.plan = plan;
        this.fingerprint = fingerprint;
        this.instance = instance;
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
        return new Member(
                        fingerprint, instance.id(), instance.endpoint(), instance.asksToStop(), callbacks.ownedTasks())
                .encode();
    }

    @Override
    public Map<String, Assignment> assign(Map<String, byte[]> members) {
        plan.refresh();
        Map<String, Member> known = new LinkedHashMap<>();
        members.forEach((id, metadata) -> known.put(id, requireSameTopology(id, Member.decode(metadata))));
        Map<TaskId, List<TopicPartition>> tasks = plan.current().tasks();
        Map<String, Set<TaskId>> owned = new HashMap<>();
        known.forEach((id, member) -> owned.put(id, member.owned()));
        Map<String, List<TaskId>> parts = StickyAssignment.assign(tasks.keySet(), owned);
        boolean isToStop = known.values().stream().anyMatch(Member::asksToStop);
        List<Distribution.Instance> instances = instances(known, parts);
        Map<String, Assignment> assignments = new HashMap<>();
        parts.forEach((id, own) -> {
            List<TopicPartition> partitions = new ArrayList<>();
            own.forEach(task -> partitions.addAll(tasks.getOrDefault(task, List.of())));
            byte[] data = new Distribution(own, isToStop, instances).encode();
            assignments.put(id, new Assignment(partitions, data));
        });
        return assignments;
    }

    private Member requireSameTopology(String id, Member member) {
        if (!member.fingerprint().equals(fingerprint)) {
            throw new StreamsException("Member " + id + " of group '"
                    + plan.current().applicationId() + "' runs another topology (fingerprint " + member.fingerprint()
                    + ", here " + fingerprint
                    + "). Run the same topology in all instances, or use another application.id.");
        }
        return member;
    }

    /** The threads of an instance as one. */
    private static List<Distribution.Instance> instances(Map<String, Member> members, Map<String, List<TaskId>> parts) {
        Map<UUID, Distribution.Instance> byId = new LinkedHashMap<>();
        members.forEach((id, member) -> {
            List<TaskId> tasks = new ArrayList<>(parts.getOrDefault(id, List.of()));
            Distribution.Instance others = byId.get(member.instance());
            if (others != null) {
                tasks.addAll(others.tasks());
            }
            tasks.sort(Comparator.naturalOrder());
            byId.put(member.instance(), new Distribution.Instance(member.instance(), member.endpoint(), tasks));
        });
        return List.copyOf(byId.values());
    }

    @Override
    public void onRevoking() {
        callbacks.revoking();
    }

    @Override
    public void onAssigned(Assignment assignment, GroupMembership membership) {
        current = membership;
        Distribution distribution = Distribution.decode(assignment.data());
        instance.distributed(distribution);
        Map<TaskId, List<TopicPartition>> tasks = new TreeMap<>();
        for (TaskId task : distribution.own()) {
            tasks.put(task, plan.current().partitionsOf(task, assignment.partitions()));
        }
        callbacks.assigned(tasks);
        if (distribution.isToStop()) {
            callbacks.askedToStop();
        }
    }

    @Override
    public void onLost(Collection<TopicPartition> partitions) {
        callbacks.lost();
    }
}
