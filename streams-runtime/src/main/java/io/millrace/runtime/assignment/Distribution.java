package io.millrace.runtime.assignment;

import io.millrace.processor.TaskId;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the leader tells a member: its tasks, and where all others are. Immutable.
 *
 * <p>Format, with the pieces of {@link Member}: version (1 byte, 4), refusal (text), own tasks, own standby tasks, own warm-ups, flags (1; bit 0: stop), flags (1; bit 0: provisional), number of instances
 * (4), each with id (16), endpoint (text), tasks and standby tasks.
 *
 * @param refusal why the member cannot take part; empty if it can
 * @param own tasks that the member is to run
 * @param standbys tasks that it is to keep copies of
 * @param warmUps those of the copies that are there in order to become active
 * @param isProvisional whether tasks are to move once copies of them have caught up
 * @param isToStop whether all instances of the application are to stop
 * @param instances all of the application
 */
public record Distribution(
        String refusal,
        List<TaskId> own,
        List<TaskId> standbys,
        List<TaskId> warmUps,
        boolean isToStop,
        boolean isProvisional,
        List<Instance> instances) {

    /** Nothing is known yet. */
    public static final Distribution NONE =
            new Distribution("", List.of(), List.of(), List.of(), false, false, List.of());

    /** For one who can take part. */
    public Distribution(
            List<TaskId> own,
            List<TaskId> standbys,
            List<TaskId> warmUps,
            boolean isToStop,
            boolean isProvisional,
            List<Instance> instances) {
        this("", own, standbys, warmUps, isToStop, isProvisional, instances);
    }

    /** For one who cannot. */
    public static Distribution refused(String reason) {
        return new Distribution(reason, List.of(), List.of(), List.of(), false, false, List.of());
    }

    public Distribution {
        own = List.copyOf(own);
        standbys = List.copyOf(standbys);
        warmUps = List.copyOf(warmUps);
        instances = List.copyOf(instances);
    }

    /**
     * An instance of the application.
     *
     * @param endpoint its {@code application.server}; empty if it has none
     * @param tasks that its threads run
     * @param standbys tasks that its threads keep copies of
     */
    public record Instance(UUID id, String endpoint, List<TaskId> tasks, List<TaskId> standbys) {

        public Instance {
            tasks = List.copyOf(tasks);
            standbys = List.copyOf(standbys);
        }
    }

    /** The part of one instance; empty if it has none. */
    public Optional<Instance> of(UUID instance) {
        return instances.stream().filter(one -> one.id().equals(instance)).findFirst();
    }

    public byte[] encode() {
        GroupBytes.Writer writer = new GroupBytes.Writer()
                .text(refusal)
                .tasks(own)
                .tasks(standbys)
                .tasks(warmUps)
                .flag(isToStop)
                .flag(isProvisional)
                .number(instances.size());
        for (Instance instance : instances) {
            writer.id(instance.id())
                    .text(instance.endpoint())
                    .tasks(instance.tasks())
                    .tasks(instance.standbys());
        }
        return writer.toBytes(Member.VERSION);
    }

    /** Throws {@code IllegalArgumentException} for another version. */
    public static Distribution decode(byte[] bytes) {
        if (bytes.length == 0) {
            return NONE;
        }
        ByteBuffer buffer = GroupBytes.read(bytes, Member.VERSION);
        String refusal = GroupBytes.text(buffer);
        List<TaskId> own = GroupBytes.tasks(buffer);
        List<TaskId> standbys = GroupBytes.tasks(buffer);
        List<TaskId> warmUps = GroupBytes.tasks(buffer);
        boolean isToStop = GroupBytes.flag(buffer);
        boolean isProvisional = GroupBytes.flag(buffer);
        List<Instance> instances = new ArrayList<>();
        for (int left = buffer.getInt(); left > 0; left--) {
            instances.add(new Instance(
                    GroupBytes.id(buffer),
                    GroupBytes.text(buffer),
                    GroupBytes.tasks(buffer),
                    GroupBytes.tasks(buffer)));
        }
        return new Distribution(refusal, own, standbys, warmUps, isToStop, isProvisional, instances);
    }
}
