package io.millrace.dsl;

import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.state.Windowed;

/** Serdes of windowed keys. */
public class WindowedSerdes {

    /** Not to be made; public as in Kafka Streams. */
    public WindowedSerdes() {}

    /**
     * Serde of keys with windows of fixed size, see {@link TimeWindowedSerializer}.
     *
     * @param <T> type of the keys inside
     */
    public static class TimeWindowedSerde<T> extends Serdes.WrapperSerde<Windowed<T>> {

        /** To be configured before use. */
        public TimeWindowedSerde() {
            super(new TimeWindowedSerializer<>(), new TimeWindowedDeserializer<>());
        }

        /** For keys inside of the given serde, and windows of a size in milliseconds. */
        public TimeWindowedSerde(Serde<T> inner, long windowSize) {
            super(
                    new TimeWindowedSerializer<>(inner.serializer()),
                    new TimeWindowedDeserializer<>(inner.deserializer(), windowSize));
        }

        /** Changes whether this reads the keys of a changelog, and returns this. */
        public TimeWindowedSerde<T> forChangelog(boolean isChangelogTopic) {
            ((TimeWindowedDeserializer<T>) deserializer()).setIsChangelogTopic(isChangelogTopic);
            return this;
        }
    }

    /**
     * Serde of keys with sessions, see {@link SessionWindowedSerializer}.
     *
     * @param <T> type of the keys inside
     */
    public static class SessionWindowedSerde<T> extends Serdes.WrapperSerde<Windowed<T>> {

        /** To be configured before use. */
        public SessionWindowedSerde() {
            super(new SessionWindowedSerializer<>(), new SessionWindowedDeserializer<>());
        }

        /** For keys inside of the given serde. */
        public SessionWindowedSerde(Serde<T> inner) {
            super(
                    new SessionWindowedSerializer<>(inner.serializer()),
                    new SessionWindowedDeserializer<>(inner.deserializer()));
        }
    }

    /** Serde of keys with windows of a size in milliseconds, around the built-in serde of a class. */
    public static <T> Serde<Windowed<T>> timeWindowedSerdeFrom(Class<T> type, long windowSize) {
        return new TimeWindowedSerde<>(Serdes.serdeFrom(type), windowSize);
    }

    /** Serde of keys with sessions, around the built-in serde of a class. */
    public static <T> Serde<Windowed<T>> sessionWindowedSerdeFrom(Class<T> type) {
        return new SessionWindowedSerde<>(Serdes.serdeFrom(type));
    }
}
