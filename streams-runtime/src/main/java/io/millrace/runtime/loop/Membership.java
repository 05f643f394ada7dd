package io.millrace.runtime.loop;

import io.millrace.errors.StreamsException;
import io.millrace.log.GroupMembership;
import io.millrace.log.GroupProtocol;
import io.millrace.processor.TaskId;
import io.millrace.record.TopicPartition;
import io.millrace.runtime.assignment.Distribution;
import io.millrace.runtime.assignment.Member;
import io.millrace.runtime.assignment.SameTopology;
import io.millrace.runtime.assignment.TaskAssignment;
import io.millrace.runtime.assignment.TaskAssignment.Options;
import io.millrace.runtime.assignment.TaskAssignment.Part;
import io.millrace.runtime.assignment.TaskAssignment.Plan;
import io.millrace.runtime.topics.LivePlan;
import io.millrace.runtime.topics.TopicPlan;
import io.millrace.runtime.topics.TopologyFingerprint;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A loop's side of the group. Callbacks only note what happened; the loop acts on it between polls. Confined to the loop's thread.
 */
final class Membership implements GroupProtocol {

    private final LivePlan plan;
    private final String topology;
    private final InstanceState instance;
    private final Callbacks callbacks;

    /** What the loop does when the group changes. */
    interface Callbacks {

        Set<TaskId> ownedTasks();

        Set<TaskId> standbys();

        /** Of each task that it runs or keeps a copy of: how many changelog records it lacks. */
        Map<TaskId, Long> lags();

        /** Commit what is done. */
        void revoking();

        void assigned(LoopPart part);

        /** An instance of the application asks all of them to stop. */
        void askedToStop();

        void lost();
    }

    private final Options options;
    private final DormantTasks dormant;
    private @Nullable GroupMembership current;
    private boolean hasDistributed;

    Membership(LivePlan plan, InstanceState instance, Options options, DormantTasks dormant, Callbacks callbacks) {
        this.dormant = dormant;
        this.plan = plan;
        this.options = options;
        this.topology = TopologyFingerprint.text(plan.current().dag());
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
        hasDistributed = false;
        Map<TaskId, Long> lags = dormant.lags(plan.current());
        lags.putAll(callbacks.lags());
        return new Member(
                        topology,
                        instance.id(),
                        instance.endpoint(),
                        instance.asksToStop(),
                        callbacks.ownedTasks(),
                        callbacks.standbys(),
                        lags)
                .encode();
    }

    @Override
    public Map<String, Assignment> assign(Map<String, byte[]> members) {
        plan.refresh();
        Map<String, Member> all = new LinkedHashMap<>();
        members.forEach((id, metadata) -> all.put(id, Member.decode(metadata)));
        SameTopology same = SameTopology.of(all);
        if (!same.topology().equals(topology)) {
            throw refused(same.differenceOf(topology));
        }
        Map<String, Member> known = same.members();
        TopicPlan now = plan.current();
        Map<TaskId, List<TopicPartition>> tasks = now.tasks();
        Plan assigned = TaskAssignment.assign(tasks.keySet(), now.statefulTasks(), known, options);
        boolean isToStop = known.values().stream().anyMatch(Member::asksToStop);
        List<Distribution.Instance> instances = instances(known, assigned.parts());
        Map<String, Assignment> assignments = new HashMap<>();
        assigned.parts().forEach((id, part) -> {
            List<TopicPartition> partitions = new ArrayList<>();
            part.active().forEach(task -> partitions.addAll(tasks.getOrDefault(task, List.of())));
            Distribution distribution = new Distribution(
                    part.active(), part.standbys(), part.warmUps(), isToStop, assigned.isProvisional(), instances);
            assignments.put(id, new Assignment(partitions, distribution.encode()));
        });
        same.refusals()
                .forEach((id, reason) -> assignments.put(
                        id,
                        new Assignment(List.of(), Distribution.refused(reason).encode())));
        hasDistributed = true;
        return assignments;
    }

    private StreamsException refused(String difference) {
        return new StreamsException(
                "Group '" + plan.current().applicationId()
                        + "' runs another topology than this instance (" + difference
                        + "). This instance gets no tasks, the others go on. Run the same topology in all instances, or use another application.id.");
    }

    /** The threads of an instance as one. */
    private static List<Distribution.Instance> instances(Map<String, Member> members, Map<String, Part> parts) {
        Map<UUID, Distribution.Instance> byId = new LinkedHashMap<>();
        members.forEach((id, member) -> {
            Part part = parts.getOrDefault(id, new Part(List.of(), List.of(), List.of()));
            byId.merge(
                    member.instance(),
                    new Distribution.Instance(member.instance(), member.endpoint(), part.active(), part.standbys()),
                    Membership::together);
        });
        return List.copyOf(byId.values());
    }

    private static Distribution.Instance together(Distribution.Instance one, Distribution.Instance other) {
        return new Distribution.Instance(
                one.id(),
                one.endpoint(),
                Stream.concat(one.tasks().stream(), other.tasks().stream())
                        .sorted()
                        .toList(),
                Stream.concat(one.standbys().stream(), other.standbys().stream())
                        .sorted()
                        .toList());
    }

    @Override
    public void onRevoking() {
        callbacks.revoking();
    }

    @Override
    public void onAssigned(Assignment assignment, GroupMembership membership) {
        current = membership;
        Distribution distribution = Distribution.decode(assignment.data());
        if (!distribution.refusal().isEmpty()) {
            throw refused(distribution.refusal());
        }
        instance.distributed(distribution);
        Map<TaskId, List<TopicPartition>> tasks = new TreeMap<>();
        for (TaskId task : distribution.own()) {
            tasks.put(task, plan.current().partitionsOf(task, assignment.partitions()));
        }
        callbacks.assigned(new LoopPart(
                tasks,
                Set.copyOf(distribution.standbys()),
                Set.copyOf(distribution.warmUps()),
                hasDistributed && distribution.isProvisional()));
        if (distribution.isToStop()) {
            callbacks.askedToStop();
        }
    }

    @Override
    public void onLost(Collection<TopicPartition> partitions) {
        callbacks.lost();
    }
}
