package io.millrace.runtime.assignment;

import io.millrace.processor.TaskId;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * What a member tells the group: the topology it runs, the instance it belongs to, the tasks that it has, and how near it is to having others. Immutable.
 *
 * <p>Format, big-endian: version (1 byte, 4), topology (text), instance (16), endpoint (text), flags (1; bit 0: stop), tasks, standby tasks, lags. A text is its
 * length (4) and UTF-8, tasks are their number (4) and the sub-topology and partition of each (4 + 4), lags are tasks and then the lag (8) of each.
 *
 * @param topology what it is made of, see {@link io.millrace.runtime.topics.TopologyFingerprint#text}
 * @param instance the process, or the runtime in it, that the member is a thread of
 * @param endpoint {@code application.server} of the instance; empty if it has none
 * @param asksToStop whether the member asks all instances of the application to stop
 * @param owned tasks that it runs
 * @param standbys tasks of which it keeps copies
 * @param lags of each task of which the member's instance has anything: how many changelog records it lacks to run it
 */
public record Member(
        String topology,
        UUID instance,
        String endpoint,
        boolean asksToStop,
        Set<TaskId> owned,
        Set<TaskId> standbys,
        Map<TaskId, Long> lags) {

    static final byte VERSION = 4;

    public Member {
        Objects.requireNonNull(topology, "topology");
        Objects.requireNonNull(instance, "instance");
        Objects.requireNonNull(endpoint, "endpoint");
        owned = Set.copyOf(owned);
        standbys = Set.copyOf(standbys);
        lags = Map.copyOf(lags);
    }

    public byte[] encode() {
        GroupBytes.Writer writer = new GroupBytes.Writer()
                .text(topology)
                .id(instance)
                .text(endpoint)
                .flag(asksToStop);
        return writer.tasks(new TreeSet<>(owned))
                .tasks(new TreeSet<>(standbys))
                .lags(new TreeMap<>(lags))
                .toBytes(VERSION);
    }

    /** Throws {@code IllegalArgumentException} for another version. */
    public static Member decode(byte[] bytes) {
        ByteBuffer buffer = GroupBytes.read(bytes, VERSION);
        return new Member(
                GroupBytes.text(buffer),
                GroupBytes.id(buffer),
                GroupBytes.text(buffer),
                GroupBytes.flag(buffer),
                Set.copyOf(GroupBytes.tasks(buffer)),
                Set.copyOf(GroupBytes.tasks(buffer)),
                GroupBytes.lags(buffer));
    }
}
