package io.millrace.runtime.assignment;

import io.millrace.processor.TaskId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The pieces of what members tell each other; see {@link Member} for their formats. */
final class GroupBytes {

    private GroupBytes() {}

    /** Puts pieces together. Used once. */
    static final class Writer {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        Writer number(int number) {
            bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
            return this;
        }

        Writer text(String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            number(utf8.length);
            bytes.writeBytes(utf8);
            return this;
        }

        Writer id(UUID id) {
            bytes.writeBytes(ByteBuffer.allocate(2 * Long.BYTES)
                    .putLong(id.getMostSignificantBits())
                    .putLong(id.getLeastSignificantBits())
                    .array());
            return this;
        }

        Writer flag(boolean flag) {
            bytes.write(flag ? 1 : 0);
            return this;
        }

        Writer tasks(Collection<TaskId> tasks) {
            number(tasks.size());
            for (TaskId task : tasks) {
                number(task.subtopology()).number(task.partition());
            }
            return this;
        }

        Writer lags(Map<TaskId, Long> lags) {
            tasks(lags.keySet());
            lags.values()
                    .forEach(lag -> bytes.writeBytes(
                            ByteBuffer.allocate(Long.BYTES).putLong(lag).array()));
            return this;
        }

        byte[] toBytes(byte version) {
            return ByteBuffer.allocate(1 + bytes.size())
                    .put(version)
                    .put(bytes.toByteArray())
                    .array();
        }
    }

    static ByteBuffer read(byte[] bytes, byte version) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        byte found = buffer.get();
        if (found != version) {
            throw new IllegalArgumentException(
                    "A member of the group speaks version " + found + " of the assignment protocol, this one " + version
                            + ". Run one version of the application at a time.");
        }
        return buffer;
    }

    static String text(ByteBuffer buffer) {
        byte[] utf8 = new byte[buffer.getInt()];
        buffer.get(utf8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    static UUID id(ByteBuffer buffer) {
        return new UUID(buffer.getLong(), buffer.getLong());
    }

    static boolean flag(ByteBuffer buffer) {
        return buffer.get() != 0;
    }

    static List<TaskId> tasks(ByteBuffer buffer) {
        int count = buffer.getInt();
        List<TaskId> tasks = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            tasks.add(new TaskId(buffer.getInt(), buffer.getInt()));
        }
        return tasks;
    }

    static Map<TaskId, Long> lags(ByteBuffer buffer) {
        Map<TaskId, Long> lags = new HashMap<>();
        for (TaskId task : tasks(buffer)) {
            lags.put(task, buffer.getLong());
        }
        return lags;
    }
}
