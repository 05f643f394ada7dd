package io.millrace.simulation.task;

import io.millrace.config.StreamsConfig;
import io.millrace.log.LogProducer;
import io.millrace.log.PartitionAppender;
import io.millrace.log.TombstoneHold;
import io.millrace.log.TopicAdmin;
import io.millrace.processor.StateRestoreListener;
import io.millrace.runtime.metrics.DropLog;
import io.millrace.runtime.metrics.Meter;
import io.millrace.runtime.metrics.TaskMetrics;
import io.millrace.runtime.pacing.CommitPacing;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.runtime.task.StreamTask;
import io.millrace.serialization.Deserializer;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serializer;
import io.millrace.stores.table.Table;
import io.millrace.time.Clock;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;

/** What a task is made of at one moment, but for what may differ after a rewind. */
final class TaskPhoto implements ObjectGraph.Leaves {

    /** What is not the task's own, or is no state: not walked. */
    private static final List<Class<?>> FOREIGN = List.of(
            LogProducer.class,
            PartitionAppender.class,
            TombstoneHold.class,
            TopicAdmin.class,
            StateRestoreListener.class,
            Clock.class,
            StreamsConfig.class,
            RuntimeSettings.class,
            Serde.class,
            Serializer.class,
            Deserializer.class,
            // They count what was done, also what is done again.
            TaskMetrics.class,
            Meter.class,
            DropLog.class,
            // When to commit next goes by the clock.
            CommitPacing.class);

    /** Fields that may differ, and why. */
    private static final Map<String, String> FREE = Map.ofEntries(
            Map.entry("WallTime.lastMs", "is read from the clock before it is used"),
            Map.entry("StreamTask.commitStartNanos", "is set at the start of each commit"),
            Map.entry("RecordCoordinates.partition", "means something only while a record is processed"),
            Map.entry("RecordCoordinates.offset", "means something only while a record is processed"),
            Map.entry("RecordCoordinates.timestamp", "means something only while a record is processed"),
            Map.entry("RecordCoordinates.source", "means something only while a record is processed"),
            Map.entry("GraphNode.processed", "counts what was done, also what is done again"),
            Map.entry("PartitionQueue.headOffset", "means something only while there is a head"),
            Map.entry("TopicWriter.appenders", "are opened at the first append, and stay open"),
            Map.entry("WaitingRows.sequence", "only has to grow"),
            Map.entry("WaitingRows.oldestMs", "may be too small: it is found at the next look"),
            Map.entry("LruBound.cached", "is emptied, as it is in a task that is opened anew"),
            Map.entry("WindowedRows.scratch", "room to make a key in"),
            Map.entry("ValueCodec.acceptedClass", "spares a look at the next value of this class"),
            Map.entry("EntryIndex.buckets", "entries are shown where the table holds them; see falseEntries"),
            Map.entry("EntryIndex.entryCount", "clean entries are a cache"),
            Map.entry("EntryIndex.totalBytes", "clean entries are a cache"),
            Map.entry("EntryIndex.clockHand", "where eviction goes on"),
            Map.entry("TableEntry.bucketNext", "clean entries are a cache"),
            Map.entry("TableEntry.committedTimestamp", "is set when the entry becomes dirty"),
            Map.entry("TableEntry.contextPartition", "is set again when the entry changes"),
            Map.entry("TableEntry.contextOffset", "is set again when the entry changes"),
            Map.entry("TableEntry.contextTimestamp", "is set again when the entry changes"));

    /** {@code TableEntry.REFERENCED}: that an entry was read spares it from eviction for a while. */
    private static final int REFERENCED = 8;

    private static final int HELD_OR_UNKNOWN = 4 | 16;

    private final List<Table> tables = new ArrayList<>();

    private TaskPhoto() {}

    static SortedMap<String, String> of(StreamTask task) {
        TaskPhoto photo = new TaskPhoto();
        SortedMap<String, String> lines = ObjectGraph.of(task, photo);
        photo.tables.forEach(table ->
                lines.put("entries of " + table.storeName(), falseEntries(table).toString()));
        return lines;
    }

    /** Clean entries of a table that are not what the engine has. */
    private static List<String> falseEntries(Table table) {
        List<String> wrong = new ArrayList<>();
        for (Object chain : (Object[]) read(read(table, "entries"), "buckets")) {
            for (Object entry = chain; entry != null; entry = read(entry, "bucketNext")) {
                boolean isClean = ((int) read(entry, "flags") & HELD_OR_UNKNOWN) == 0;
                Object inEngine = call(table, "engineValue", entry);
                if (isClean && !Objects.deepEquals(read(entry, "value"), inEngine)) {
                    wrong.add(Arrays.toString((byte[]) read(entry, "key")) + " is " + read(entry, "value") + ", not "
                            + inEngine);
                }
            }
        }
        return wrong;
    }

    private static Object read(Object object, String field) {
        try {
            return ObjectGraph.valueOf(object.getClass().getDeclaredField(field), object);
        } catch (NoSuchFieldException e) {
            throw new AssertionError("The photo does not know the object any more", e);
        }
    }

    private static Object call(Object object, String name, Object... arguments) {
        try {
            for (Method method : object.getClass().getDeclaredMethods()) {
                if (method.getName().equals(name) && method.getParameterCount() == arguments.length) {
                    method.setAccessible(true);
                    return method.invoke(object, arguments);
                }
            }
            throw new NoSuchMethodException(name);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("The photo does not know the object any more", e);
        }
    }

    @Override
    public boolean leavesOut(Field field) {
        return FREE.containsKey(nameOf(field));
    }

    private static String nameOf(Field field) {
        return field.getDeclaringClass().getSimpleName() + "." + field.getName();
    }

    @Override
    public Object valueOf(Field field, Object value) {
        return nameOf(field).equals("TableEntry.flags") ? (int) value & ~REFERENCED : value;
    }

    @Override
    public Object shownAs(Object object) {
        if (object instanceof Table table) {
            tables.add(table);
            // Made at the first scan, and kept from then on.
            call(read(table, "overlay"), "rows", read(read(table, "committed"), "held"), read(table, "dirty"));
        }
        if (object.getClass().getSimpleName().equals("SuppressBuffer")) {
            // It reads its rows when it is used next, if they may have changed.
            call(object, "load");
        }
        for (Class<?> type : FOREIGN) {
            if (type.isInstance(object)) {
                return type.getSimpleName();
            }
        }
        return null;
    }
}
