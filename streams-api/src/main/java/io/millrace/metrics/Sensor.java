package io.millrace.metrics;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * Takes measurements and passes them to its metrics. Made by {@link StreamsMetrics}. Safe from any thread; recording
 * below the configured level does nothing.
 */
public final class Sensor {

    /** Receives the measurements of a sensor; the side of whoever keeps the metrics. Called on the recording thread. */
    @FunctionalInterface
    public interface Recorder {

        /** Takes one measurement, made at {@code timeMs} (milliseconds since the epoch). */
        void record(double value, long timeMs);
    }

    private final String name;
    private final boolean recording;
    private final LongSupplier clockMs;
    private final List<Recorder> recorders;
    private final List<Sensor> parents;

    /**
     * Makes a sensor; programs get theirs from {@link StreamsMetrics}. {@code configured} is the level of
     * {@code metrics.recording.level}; {@code clockMs} is read when a measurement comes without a time.
     */
    public Sensor(
            String name,
            RecordingLevel level,
            RecordingLevel configured,
            LongSupplier clockMs,
            List<? extends Recorder> recorders,
            List<Sensor> parents) {
        this.name = Objects.requireNonNull(name, "name cannot be null");
        this.recording = level.shouldRecord(configured.id);
        this.clockMs = Objects.requireNonNull(clockMs, "clockMs cannot be null");
        this.recorders = List.copyOf(recorders);
        this.parents = List.copyOf(parents);
    }

    /** Name of the sensor. */
    public String name() {
        return name;
    }

    /** Whether the configured level lets this sensor record. */
    public boolean shouldRecord() {
        return recording;
    }

    /** Whether the sensor has metrics of its own. */
    public boolean hasMetrics() {
        return !recorders.isEmpty();
    }

    /** Records an occurrence: the value 1, now. */
    public void record() {
        record(1.0);
    }

    /** Records {@code value}, now. */
    public void record(double value) {
        if (recording) {
            record(value, clockMs.getAsLong());
        }
    }

    /** Records {@code value} as of {@code timeMs}, in milliseconds since the epoch. */
    public void record(double value, long timeMs) {
        if (!recording) {
            return;
        }
        for (Recorder recorder : recorders) {
            recorder.record(value, timeMs);
        }
        for (Sensor parent : parents) {
            parent.record(value, timeMs);
        }
    }

    /** How much detail is measured; each level includes those before it. */
    public enum RecordingLevel {
        /** What an operator looks at. */
        INFO(0, "INFO"),
        /** What helps to find a fault; costs some speed. */
        DEBUG(1, "DEBUG"),
        /** Everything; costs much speed. */
        TRACE(2, "TRACE");

        /** The highest {@link #id}. */
        public static final int MAX_RECORDING_LEVEL_KEY = 2;

        /** Name in the configuration. */
        public final String name;

        /** Number; never changes. */
        public final short id;

        RecordingLevel(int id, String name) {
            this.id = (short) id;
            this.name = name;
        }

        /** The level with this {@link #id}. Throws {@code IllegalArgumentException} if there is none. */
        public static RecordingLevel forId(int id) {
            for (RecordingLevel level : values()) {
                if (level.id == id) {
                    return level;
                }
            }
            throw new IllegalArgumentException(
                    "No recording level has the number " + id + "; they go from 0 to " + MAX_RECORDING_LEVEL_KEY);
        }

        /** The level with this name, in any case. Throws {@code IllegalArgumentException} if there is none. */
        public static RecordingLevel forName(String name) {
            return valueOf(name.toUpperCase(Locale.ROOT));
        }

        /** Whether a sensor of this level records under the configured level with number {@code configId}. */
        public boolean shouldRecord(int configId) {
            return id <= forId(configId).id;
        }
    }
}
