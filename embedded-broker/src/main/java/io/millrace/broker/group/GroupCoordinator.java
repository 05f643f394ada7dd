package io.millrace.broker.group;

import io.millrace.log.FencedException;
import io.millrace.log.GroupMembership;
import io.millrace.log.GroupProtocol.Assignment;
import io.millrace.time.Clock;
import io.millrace.time.Scheduler;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All groups. Safe from any thread; {@link #requireMember} and {@link #commitStarted} are called under the decision lock. */
public final class GroupCoordinator {

    private static final Logger LOG = LoggerFactory.getLogger(GroupCoordinator.class);

    private final ReentrantLock decisions;
    private final Clock clock;
    private final Scheduler scheduler;

    // Guarded by the decision lock, as is all that hangs from it.
    private final Map<String, Group> groups = new TreeMap<>();
    private long membersEver;

    public GroupCoordinator(ReentrantLock decisions, Clock clock, Scheduler scheduler) {
        this.decisions = decisions;
        this.clock = clock;
        this.scheduler = scheduler;
    }

    /** What a member has to do next. */
    enum Event {
        /** Nothing: it has its part and works on it. */
        NONE,
        /** The group changes: say goodbye to the part and {@link #rejoin}. */
        JOIN_AGAIN,
        /** Others have to act first; the member is woken then. */
        WAIT,
        /** It is the leader and has to {@link #assign}. */
        DISTRIBUTE,
        /** Its part of a new generation is ready. */
        TAKE_PART,
        /** It is not a member any more. */
        LOST,
        /** Another member has come under its static name. */
        FENCED
    }

    /**
     * An event and what belongs to it.
     *
     * @param members with DISTRIBUTE: metadata by member id
     * @param assignment with TAKE_PART: the part
     */
    record Step(
            Event event,
            int generation,
            Map<String, byte[]> members,
            @Nullable Assignment assignment) {

        static Step of(Event event, int generation) {
            return new Step(event, generation, Map.of(), null);
        }
    }

    /** Who joins. */
    record Joiner(String group, String clientId, @Nullable String instanceId, long sessionTimeoutMs, Runnable wake) {}

    /** Makes a new member, or a successor of the static member of that name, and returns its id. */
    String join(Joiner joiner, byte[] metadata) {
        decisions.lock();
        try {
            Group group = groups.computeIfAbsent(joiner.group(), Group::new);
            Member member = new Member(
                    String.format("%s-%08d", joiner.clientId(), ++membersEver),
                    joiner.instanceId(),
                    TimeUnit.MILLISECONDS.toNanos(joiner.sessionTimeoutMs()),
                    joiner.wake(),
                    metadata,
                    clock.monotonicNanos());
            Member old = joiner.instanceId() == null ? null : group.findInstance(joiner.instanceId());
            if (old == null) {
                group.add(member);
            } else {
                group.replace(old, member);
            }
            watch(group, member);
            return member.id;
        } finally {
            decisions.unlock();
        }
    }

    /** A sign of life; tells what to do. */
    Step poll(String groupName, String memberId, @Nullable String instanceId) {
        decisions.lock();
        try {
            Group group = groups.get(groupName);
            Member member = group == null ? null : group.find(memberId);
            if (group == null || member == null) {
                boolean isReplaced = group != null && instanceId != null && group.findInstance(instanceId) != null;
                return Step.of(isReplaced ? Event.FENCED : Event.LOST, -1);
            }
            member.lastSeenNanos = clock.monotonicNanos();
            int generation = group.generation();
            return switch (group.state()) {
                case EMPTY -> Step.of(Event.LOST, -1);
                case JOINING -> Step.of(member.isJoined ? Event.WAIT : Event.JOIN_AGAIN, generation);
                case ASSIGNING ->
                    group.isLeader(member)
                            ? new Step(Event.DISTRIBUTE, generation, group.metadata(), null)
                            : Step.of(Event.WAIT, generation);
                case STABLE -> takePart(member, generation);
            };
        } finally {
            decisions.unlock();
        }
    }

    private static Step takePart(Member member, int generation) {
        if (member.isAssignmentTaken) {
            return Step.of(Event.NONE, generation);
        }
        member.isAssignmentTaken = true;
        return new Step(Event.TAKE_PART, generation, Map.of(), member.assignment);
    }

    /** Joins the generation that is being formed; nothing if the group has moved on, which the next poll tells. */
    void rejoin(String groupName, String memberId, byte[] metadata) {
        decisions.lock();
        try {
            Group group = groups.get(groupName);
            Member member = group == null ? null : group.find(memberId);
            if (group != null && member != null && group.state() == Group.State.JOINING) {
                group.join(member, metadata);
            }
        } finally {
            decisions.unlock();
        }
    }

    /** Starts a new generation with the same members; nothing if one is being formed. */
    void requestRejoin(String groupName, String memberId) {
        decisions.lock();
        try {
            Group group = groups.get(groupName);
            if (group != null && group.find(memberId) != null) {
                group.joinAgain();
            }
        } finally {
            decisions.unlock();
        }
    }

    /** The leader's distribution; nothing if the group has moved on. */
    void assign(String groupName, String memberId, int generation, Map<String, Assignment> parts) {
        decisions.lock();
        try {
            Group group = groups.get(groupName);
            Member member = group == null ? null : group.find(memberId);
            if (group != null
                    && member != null
                    && group.state() == Group.State.ASSIGNING
                    && group.generation() == generation) {
                group.assign(parts);
            }
        } finally {
            decisions.unlock();
        }
    }

    void leave(String groupName, String memberId) {
        decisions.lock();
        try {
            Group group = groups.get(groupName);
            Member member = group == null ? null : group.find(memberId);
            if (group != null && member != null) {
                group.remove(member);
            }
        } finally {
            decisions.unlock();
        }
    }

    private void watch(Group group, Member member) {
        scheduler.at(member.lastSeenNanos + member.sessionTimeoutNanos, () -> expireIfSilent(group, member));
    }

    private void expireIfSilent(Group group, Member member) {
        decisions.lock();
        try {
            if (group.find(member.id) != member) {
                return;
            }
            if (clock.monotonicNanos() - member.lastSeenNanos < member.sessionTimeoutNanos) {
                watch(group, member);
                return;
            }
            LOG.warn(
                    "Group {}: member {} did not poll for {} ms and is put out; what it has not committed is processed again by others",
                    group.name,
                    member.id,
                    TimeUnit.NANOSECONDS.toMillis(member.sessionTimeoutNanos));
            group.remove(member);
            member.wake.run();
        } finally {
            decisions.unlock();
        }
    }

    /**
     * Checks that a commit comes from the group as it is now. Needs the decision lock.
     *
     * @throws FencedException if it does not
     */
    public void requireMember(GroupMembership membership) {
        Group group = groups.get(membership.group());
        if (membership.generation() < 0) {
            if (group != null && !group.isEmpty()) {
                throw new FencedException("Offsets of group '" + membership.group()
                        + "' can be committed by its members only while it has some; stop them first");
            }
            return;
        }
        boolean isCurrent = group != null
                && group.find(membership.memberId()) != null
                && group.generation() == membership.generation();
        if (!isCurrent) {
            throw new FencedException("Member '" + membership.memberId() + "' of group '" + membership.group()
                    + "' commits in generation " + membership.generation() + ", but "
                    + (group == null || group.find(membership.memberId()) == null
                            ? "it is not a member any more"
                            : "the group is in generation " + group.generation())
                    + ". Drop what is not committed; its partitions may be someone else's.");
        }
    }

    /** A commit of the member is on its way: its generation lasts until {@link #commitEnded}. Needs the decision lock. */
    public void commitStarted(GroupMembership membership) {
        Group group = groups.get(membership.group());
        Member member = group == null ? null : group.find(membership.memberId());
        if (member != null) {
            member.commitsInFlight++;
        }
    }

    public void commitEnded(GroupMembership membership) {
        decisions.lock();
        try {
            Group group = groups.get(membership.group());
            Member member = group == null ? null : group.find(membership.memberId());
            if (group != null && member != null && member.commitsInFlight > 0) {
                member.commitsInFlight--;
                group.formIfComplete();
            }
        } finally {
            decisions.unlock();
        }
    }
}
