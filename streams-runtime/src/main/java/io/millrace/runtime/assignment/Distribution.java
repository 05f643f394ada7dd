package io.millrace.runtime.assignment;

import io.millrace.processor.TaskId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * What the leader tells a member: its tasks, and where all others are. Immutable.
 *
 * <p>Format, with the pieces of {@link Member}: version (1 byte, 2), own tasks, flags (1; bit 0: stop), number of instances (4), each with id (16), endpoint (text)
 * and tasks.
 *
 * @param own tasks that the member is to run
 * @param isToStop whether all instances of the application are to stop
 * @param instances all of the application
 */
public record Distribution(List<TaskId> own, boolean isToStop, List<Instance> instances) {

    /** Nothing is known yet. */
    public static final Distribution NONE = new Distribution(List.of(), false, List.of());

    public Distribution {
        own = List.copyOf(own);
        instances = List.copyOf(instances);
    }

    /**
     * An instance of the application.
     *
     * @param endpoint its {@code application.server}; empty if it has none
     * @param tasks of all its threads
     */
    public record Instance(UUID id, String endpoint, List<TaskId> tasks) {

        public Instance {
            tasks = List.copyOf(tasks);
        }
    }

    public byte[] encode() {
        GroupBytes.Writer writer =
                new GroupBytes.Writer().tasks(own).flag(isToStop).number(instances.size());
        for (Instance instance : instances) {
            writer.id(instance.id()).text(instance.endpoint()).tasks(instance.tasks());
        }
        return writer.toBytes(Member.VERSION);
    }

    /** Throws {@code IllegalArgumentException} for another version. */
    public static Distribution decode(byte[] bytes) {
        if (bytes.length == 0) {
            return NONE;
        }
        ByteBuffer buffer = GroupBytes.read(bytes, Member.VERSION);
        List<TaskId> own = GroupBytes.tasks(buffer);
        boolean isToStop = GroupBytes.flag(buffer);
        List<Instance> instances = new ArrayList<>();
        for (int left = buffer.getInt(); left > 0; left--) {
            instances.add(new Instance(GroupBytes.id(buffer), GroupBytes.text(buffer), GroupBytes.tasks(buffer)));
        }
        return new Distribution(own, isToStop, instances);
    }
}
