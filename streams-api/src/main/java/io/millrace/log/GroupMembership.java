package io.millrace.log;

import java.util.Objects;

/**
 * A member of a group at one generation. Immutable.
 *
 * @param memberId empty for a consumer that assigned its partitions itself
 * @param generation -1 for a consumer that assigned its partitions itself
 */
public record GroupMembership(String group, String memberId, int generation) {

    public GroupMembership {
        Objects.requireNonNull(group, "group cannot be null");
        Objects.requireNonNull(memberId, "memberId cannot be null");
    }

    /** Commits for a group that has no members. */
    public static GroupMembership standalone(String group) {
        return new GroupMembership(group, "", -1);
    }
}
