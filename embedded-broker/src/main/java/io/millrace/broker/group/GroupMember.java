package io.millrace.broker.group;

import io.millrace.log.FencedException;
import io.millrace.log.GroupMembership;
import io.millrace.log.GroupProtocol;
import io.millrace.log.GroupProtocol.Assignment;
import io.millrace.log.UnknownTopicException;
import io.millrace.record.TopicPartition;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A consumer's side of its membership. Confined to the consumer's thread. */
public final class GroupMember {

    /** Steps per poll: joining, distributing and taking a part are three; more means that others come and go all the time. */
    private static final int STEPS_MAX = 16;

    /** Whether a member that closes tells the group. */
    public enum Goodbye {
        SAID,
        NOT_SAID
    }

    private final GroupCoordinator coordinator;
    private final GroupCoordinator.Joiner joiner;
    private final GroupProtocol protocol;
    private final Consumer<List<TopicPartition>> onPartitions;

    private @Nullable String memberId;
    private int generation = -1;
    private List<TopicPartition> owned = List.of();
    private boolean isRevoked;
    private boolean isFenced;

    /**
     * @param wake makes the consumer's poll return; safe from any thread
     * @param onPartitions is given the partitions to read, before the protocol is told
     */
    public GroupMember(
            GroupCoordinator coordinator,
            String group,
            String clientId,
            @Nullable String instanceId,
            long sessionTimeoutMs,
            Runnable wake,
            GroupProtocol protocol,
            Consumer<List<TopicPartition>> onPartitions) {
        this.coordinator = coordinator;
        joiner = new GroupCoordinator.Joiner(group, clientId, instanceId, sessionTimeoutMs, wake);
        this.protocol = protocol;
        this.onPartitions = onPartitions;
    }

    /** Moves membership on as far as it goes without others. True if the member has a part to work on. */
    public boolean drive() {
        if (isFenced) {
            throw fenced();
        }
        for (int i = 0; i < STEPS_MAX; i++) {
            String id = memberId;
            if (id == null) {
                memberId = coordinator.join(joiner, protocol.metadata());
                continue;
            }
            GroupCoordinator.Step step = coordinator.poll(joiner.group(), id, joiner.instanceId());
            switch (step.event()) {
                case NONE -> {
                    return true;
                }
                case WAIT -> {
                    return false;
                }
                case JOIN_AGAIN -> joinAgain(id);
                case DISTRIBUTE -> distribute(id, step);
                case TAKE_PART -> takePart(id, step);
                case LOST -> lose();
                case FENCED -> {
                    isFenced = true;
                    lose();
                    throw fenced();
                }
            }
        }
        return false;
    }

    /** It does not join again: two of one name would put each other out for ever. */
    private FencedException fenced() {
        return new FencedException("Another member of group '" + joiner.group() + "' has come under the name '"
                + joiner.instanceId() + "' (group.instance.id), and took the place of client '" + joiner.clientId()
                + "', which does not read any more. What it had not committed is processed again by the other. If both are to run, give each a name"
                + " of its own.");
    }

    private void joinAgain(String id) {
        revokeOnce();
        coordinator.rejoin(joiner.group(), id, protocol.metadata());
    }

    private void revokeOnce() {
        if (generation >= 0 && !isRevoked) {
            isRevoked = true;
            protocol.onRevoking();
        }
    }

    private void distribute(String id, GroupCoordinator.Step step) {
        var parts = protocol.assign(step.members());
        for (String member : step.members().keySet()) {
            if (!parts.containsKey(member)) {
                throw new IllegalStateException(
                        "The assignor of group '" + joiner.group() + "' gave no assignment to member '" + member + "'");
            }
        }
        coordinator.assign(joiner.group(), id, step.generation(), parts);
    }

    private void takePart(String id, GroupCoordinator.Step step) {
        Assignment assignment = step.assignment();
        if (assignment == null) {
            throw new IllegalStateException("An assignment is due, but there is none");
        }
        // A generation may be formed without this member having seen the change before it.
        revokeOnce();
        isRevoked = false;
        if (generation >= 0 && step.generation() > generation + 1) {
            // In the generation that it missed its part was someone else's: what it reads on from is old.
            onPartitions.accept(List.of());
            protocol.onLost(owned);
        }
        generation = step.generation();
        owned = assignment.partitions();
        try {
            onPartitions.accept(owned);
        } catch (UnknownTopicException e) {
            // Deleted since the leader looked: without this the group would stay as it is, and this member without its
            // part.
            coordinator.requestRejoin(joiner.group(), id);
            throw e;
        }
        protocol.onAssigned(assignment, new GroupMembership(joiner.group(), id, generation));
    }

    private void lose() {
        List<TopicPartition> lost = owned;
        memberId = null;
        generation = -1;
        owned = List.of();
        isRevoked = false;
        onPartitions.accept(List.of());
        protocol.onLost(lost);
    }

    /** As what it commits. */
    public GroupMembership membership() {
        String id = memberId;
        return id == null
                ? new GroupMembership(joiner.group(), "", 0)
                : new GroupMembership(joiner.group(), id, Math.max(generation, 0));
    }

    /** Has the group distribute its partitions anew. */
    public void requestRejoin() {
        String id = memberId;
        if (id != null) {
            coordinator.requestRejoin(joiner.group(), id);
        }
    }

    /** Leaves the group if it says goodbye; a static member only stops polling, so that it can come back. */
    public void close(Goodbye goodbye) {
        String id = memberId;
        if (id == null) {
            return;
        }
        try {
            revokeOnce();
        } finally {
            memberId = null;
            if (joiner.instanceId() == null && goodbye == Goodbye.SAID) {
                coordinator.leave(joiner.group(), id);
            }
        }
    }
}
