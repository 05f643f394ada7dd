package io.millrace.broker.group;

import io.millrace.log.GroupProtocol.Assignment;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One group. Guarded by the decision lock.
 *
 * <pre>
 * EMPTY      no members                       -> JOINING (first member)
 * JOINING    members are told to join again   -> ASSIGNING (all have joined), EMPTY (all have left)
 * ASSIGNING  the leader distributes           -> STABLE (it has), JOINING (somebody comes or goes)
 * STABLE     all have their part              -> JOINING (somebody comes or goes), EMPTY
 * </pre>
 */
final class Group {

    private static final Logger LOG = LoggerFactory.getLogger(Group.class);

    enum State {
        EMPTY,
        JOINING,
        ASSIGNING,
        STABLE
    }

    final String name;
    private final Map<String, Member> members = new TreeMap<>();
    private State state = State.EMPTY;
    private int generation;

    Group(String name) {
        this.name = name;
    }

    State state() {
        return state;
    }

    int generation() {
        return generation;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    @Nullable
    Member find(String memberId) {
        return members.get(memberId);
    }

    @Nullable
    Member findInstance(String instanceId) {
        return members.values().stream()
                .filter(member -> instanceId.equals(member.instanceId))
                .findFirst()
                .orElse(null);
    }

    /** Members of a stable or assigning group: the one with the smallest id distributes. */
    boolean isLeader(Member member) {
        return members.keySet().iterator().next().equals(member.id);
    }

    Map<String, byte[]> metadata() {
        Map<String, byte[]> metadata = new TreeMap<>();
        members.values().forEach(member -> metadata.put(member.id, member.metadata));
        return metadata;
    }

    void add(Member member) {
        members.put(member.id, member);
        member.isJoined = true;
        startJoining(member);
    }

    /** A static member came back under a new id: it takes the old one's place, and its part if the group is stable. */
    void replace(Member old, Member successor) {
        members.remove(old.id);
        members.put(successor.id, successor);
        successor.assignment = old.assignment;
        if (state == State.STABLE) {
            successor.isJoined = true;
            LOG.info("Group {}: static member {} is back as {}", name, successor.instanceId, successor.id);
            return;
        }
        successor.isJoined = true;
        if (state == State.ASSIGNING) {
            startJoining(successor);
        } else {
            formIfComplete();
        }
    }

    void remove(Member member) {
        if (members.remove(member.id) == null) {
            return;
        }
        if (members.isEmpty()) {
            become(State.EMPTY);
            return;
        }
        startJoining(null);
    }

    private void startJoining(@Nullable Member joined) {
        if (state != State.JOINING) {
            become(State.JOINING);
            for (Member member : members.values()) {
                member.isJoined = member == joined;
            }
        }
        members.values().forEach(member -> {
            if (!member.isJoined) {
                member.wake.run();
            }
        });
        formIfComplete();
    }

    /** All members are to join again. */
    void joinAgain() {
        if (state == State.STABLE || state == State.ASSIGNING) {
            startJoining(null);
        }
    }

    void join(Member member, byte[] metadata) {
        member.metadata = metadata;
        member.isJoined = true;
        formIfComplete();
    }

    /** Begins the next generation once all have joined and none has a commit of the last one on its way. */
    void formIfComplete() {
        if (state != State.JOINING
                || !members.values().stream().allMatch(member -> member.isJoined && member.commitsInFlight == 0)) {
            return;
        }
        generation++;
        become(State.ASSIGNING);
        members.values().forEach(member -> {
            member.isAssignmentTaken = false;
            member.wake.run();
        });
    }

    void assign(Map<String, Assignment> parts) {
        for (Member member : members.values()) {
            Assignment part = parts.get(member.id);
            member.assignment = part == null ? new Assignment(List.of(), new byte[0]) : part;
            member.isAssignmentTaken = false;
        }
        become(State.STABLE);
        members.values().forEach(member -> member.wake.run());
    }

    private void become(State next) {
        boolean isLegal = switch (next) {
            case EMPTY -> true;
            case JOINING -> state != State.JOINING;
            case ASSIGNING -> state == State.JOINING;
            case STABLE -> state == State.ASSIGNING;
        };
        if (!isLegal) {
            throw new IllegalStateException("Group " + name + " cannot go from " + state + " to " + next);
        }
        LOG.debug("Group {}: {} -> {}, generation {}, {} members", name, state, next, generation, members.size());
        state = next;
    }
}
