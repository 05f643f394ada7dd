package io.millrace.runtime;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How {@link StreamsRuntime#close(CloseOptions)} closes. Immutable, unless a subclass changes it.
 *
 * <pre>{@code
 * runtime.close(CloseOptions.timeout(Duration.ofSeconds(10)).withGroupMembershipOperation(GroupMembershipOperation.REMAIN_IN_GROUP));
 * }</pre>
 */
public class CloseOptions {

    /** What becomes of the membership in the consumer group. */
    public enum GroupMembershipOperation {
        /** The instance leaves: its tasks go on elsewhere at once. The default. */
        LEAVE_GROUP,
        /** The instance does not say goodbye: its tasks wait for its session to expire, in case it comes back. */
        REMAIN_IN_GROUP
    }

    /** What becomes of the membership. */
    protected GroupMembershipOperation operation;

    /** How long to wait for the end; empty: as long as it takes. */
    protected Optional<Duration> timeout;

    private CloseOptions(GroupMembershipOperation operation, Optional<Duration> timeout) {
        this.operation = Objects.requireNonNull(operation, "operation");
        this.timeout = timeout;
    }

    /** The same. */
    protected CloseOptions(CloseOptions other) {
        this(other.operation, other.timeout);
    }

    /** Waits no longer than that. */
    public static CloseOptions timeout(Duration timeout) {
        return new CloseOptions(GroupMembershipOperation.LEAVE_GROUP, Optional.of(timeout));
    }

    /** Leaves the group or not. */
    public static CloseOptions groupMembershipOperation(GroupMembershipOperation operation) {
        return new CloseOptions(operation, Optional.empty());
    }

    /** The same with a bound on the wait. */
    public CloseOptions withTimeout(Duration newTimeout) {
        return new CloseOptions(operation, Optional.of(newTimeout));
    }

    /** The same with another end of the membership. */
    public CloseOptions withGroupMembershipOperation(GroupMembershipOperation newOperation) {
        return new CloseOptions(newOperation, timeout);
    }
}
