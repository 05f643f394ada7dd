package io.millrace.broker.group;

import io.millrace.log.GroupProtocol.Assignment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A member as its group knows it. Guarded by the decision lock. */
final class Member {

    final String id;
    final @Nullable String instanceId;
    final long sessionTimeoutNanos;
    /** Lets the member poll at once; safe from any thread, quick. */
    final Runnable wake;

    byte[] metadata;
    long lastSeenNanos;
    /** Whether it has joined the generation that is being formed. */
    boolean isJoined;
    /** Commits of it that are on their way; the generation does not end before they are decided. */
    int commitsInFlight;

    Assignment assignment = new Assignment(List.of(), new byte[0]);
    /** Whether it has been told its assignment of this generation. */
    boolean isAssignmentTaken;

    Member(
            String id,
            @Nullable String instanceId,
            long sessionTimeoutNanos,
            Runnable wake,
            byte[] metadata,
            long nowNanos) {
        this.id = id;
        this.instanceId = instanceId;
        this.sessionTimeoutNanos = sessionTimeoutNanos;
        this.wake = wake;
        this.metadata = metadata;
        lastSeenNanos = nowNanos;
    }
}
