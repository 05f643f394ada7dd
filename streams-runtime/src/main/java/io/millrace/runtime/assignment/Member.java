package io.millrace.runtime.assignment;

import io.millrace.processor.TaskId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a member tells the group: the topology it runs and the tasks that it has. Immutable.
 *
 * <p>Format, big-endian: version (1 byte, 1), length and UTF-8 of the fingerprint (4 + n), number of tasks (4), each sub-topology and partition (4 + 4).
 */
public record Member(String fingerprint, Set<TaskId> owned) {

    private static final byte VERSION = 1;

    public Member {
        owned = Set.copyOf(owned);
    }

    public byte[] encode() {
        byte[] name = fingerprint.getBytes(StandardCharsets.UTF_8);
        ByteBuffer buffer = ByteBuffer.allocate(1 + Integer.BYTES + name.length + tasksLength(owned.size()));
        buffer.put(VERSION).putInt(name.length).put(name);
        putTasks(buffer, new TreeSet<>(owned));
        return buffer.array();
    }

    /** Throws {@code IllegalArgumentException} for another version. */
    public static Member decode(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte version = buffer.get();
        if (version != VERSION) {
            throw new IllegalArgumentException(
                    "A member of the group speaks version " + version + " of the assignment protocol, this one "
                            + VERSION + ". Run one version of the application at a time.");
        }
        byte[] name = new byte[buffer.getInt()];
        buffer.get(name);
        return new Member(new String(name, StandardCharsets.UTF_8), Set.copyOf(getTasks(buffer)));
    }

    /** Encodes the tasks that a member is to run. */
    public static byte[] encodeTasks(List<TaskId> tasks) {
        ByteBuffer buffer = ByteBuffer.allocate(tasksLength(tasks.size()));
        putTasks(buffer, tasks);
        return buffer.array();
    }

    public static List<TaskId> decodeTasks(byte[] bytes) {
        return bytes.length == 0 ? List.of() : getTasks(ByteBuffer.wrap(bytes));
    }

    private static int tasksLength(int count) {
        return Integer.BYTES + count * 2 * Integer.BYTES;
    }

    private static void putTasks(ByteBuffer buffer, Iterable<TaskId> tasks) {
        int start = buffer.position();
        buffer.putInt(0);
        int count = 0;
        for (TaskId task : tasks) {
            buffer.putInt(task.subtopology()).putInt(task.partition());
            count++;
        }
        buffer.putInt(start, count);
    }

    private static List<TaskId> getTasks(ByteBuffer buffer) {
        int count = buffer.getInt();
        List<TaskId> tasks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            tasks.add(new TaskId(buffer.getInt(), buffer.getInt()));
        }
        return tasks;
    }
}
