/**
 * Consumer groups: who is a member, in which generation, with which part. A state machine under the decision lock, so that no commit of an old
 * generation can be decided once a new one has begun. It keeps assignments and metadata as the members gave them; how partitions are
 * distributed is up to the members' {@link io.millrace.log.GroupProtocol}, and where a member runs does not matter: it is known by what
 * it calls. Committed offsets are in {@code commitlog}.
 *
 * <p>{@link io.millrace.broker.group.GroupCoordinator} (all groups, and the calls of members), {@code Group} (one group's states),
 * {@code Member}, {@link io.millrace.broker.group.GroupMember} (a consumer's side: turns the coordinator's answers into callbacks).
 */
@NullMarked
package io.millrace.broker.group;

import org.jspecify.annotations.NullMarked;
