package io.millrace.log;

import java.util.Objects;
import java.util.Optional;

/**
 * How a consumer reads. Immutable.
 *
 * @param clientId names the consumer in logs and errors
 * @param group the group whose offsets it commits and whose member it becomes by subscribing; empty for a reader without one
 * @param instanceId a static member's name: the same member comes back under it after a restart without a rebalance
 * @param maxPollBytes a poll returns about so many bytes at most; the first batch of a poll is returned whole whatever its size
 * @param sessionTimeoutMs a member that does not poll for longer leaves the group
 */
public record ConsumerOptions(
        String clientId,
        Optional<String> group,
        Optional<String> instanceId,
        Isolation isolation,
        int maxPollBytes,
        long sessionTimeoutMs) {

    /** 4 MB. */
    public static final int DEFAULT_MAX_POLL_BYTES = 4 << 20;

    /** 45 seconds. */
    public static final long DEFAULT_SESSION_TIMEOUT_MS = 45_000;

    public ConsumerOptions {
        Objects.requireNonNull(clientId, "clientId cannot be null");
        Objects.requireNonNull(group, "group cannot be null");
        Objects.requireNonNull(instanceId, "instanceId cannot be null");
        Objects.requireNonNull(isolation, "isolation cannot be null");
        if (maxPollBytes < 1) {
            throw new IllegalArgumentException("maxPollBytes must be positive, got " + maxPollBytes);
        }
        if (sessionTimeoutMs < 1) {
            throw new IllegalArgumentException("sessionTimeoutMs must be positive, got " + sessionTimeoutMs);
        }
    }

    /** A read_committed reader without a group. */
    public static ConsumerOptions reader(String clientId) {
        return new ConsumerOptions(
                clientId,
                Optional.empty(),
                Optional.empty(),
                Isolation.READ_COMMITTED,
                DEFAULT_MAX_POLL_BYTES,
                DEFAULT_SESSION_TIMEOUT_MS);
    }

    /** A read_committed member of a group. */
    public static ConsumerOptions member(String clientId, String group) {
        return new ConsumerOptions(
                clientId,
                Optional.of(group),
                Optional.empty(),
                Isolation.READ_COMMITTED,
                DEFAULT_MAX_POLL_BYTES,
                DEFAULT_SESSION_TIMEOUT_MS);
    }
}
