package io.millrace.dsl;

import io.millrace.metrics.StreamsMetrics;
import io.millrace.processor.Cancellable;
import io.millrace.processor.PunctuationType;
import io.millrace.processor.Punctuator;
import io.millrace.processor.StateRestoreCallback;
import io.millrace.processor.StateStore;
import io.millrace.processor.TaskId;
import io.millrace.record.Headers;
import io.millrace.serialization.Serde;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a {@link ValueTransformerWithKey} can ask of its task; it cannot forward. Confined to the task's thread. */
public interface ValueTransformerContext {

    /** The application's id. */
    String applicationId();

    /** Id of the task. */
    TaskId taskId();

    /** The default serde for keys, from the configuration. */
    Serde<?> keySerde();

    /** The default serde for values, from the configuration. */
    Serde<?> valueSerde();

    /** The task's directory on disk. */
    File stateDir();

    /** Metrics of the application, open for own sensors. */
    StreamsMetrics metrics();

    /** Not supported: stores are registered by the task. */
    void register(StateStore store, StateRestoreCallback stateRestoreCallback);

    /** The store with this name, which must be connected; cast to what the caller expects. */
    <S extends StateStore> S getStateStore(String name);

    /** Calls {@code callback} about every {@code interval} of stream time or of wall-clock time. */
    Cancellable schedule(Duration interval, PunctuationType type, Punctuator callback);

    /** As the other {@code schedule}, with the first call at {@code startTime}. */
    Cancellable schedule(Instant startTime, Duration interval, PunctuationType type, Punctuator callback);

    /** Asks for a commit soon. Returns at once. */
    void commit();

    /** Topic of the record that is being processed; null if there is none, as in a punctuation. */
    @Nullable
    String topic();

    /** Partition of the record that is being processed; -1 if there is none. */
    int partition();

    /** Offset of the record that is being processed; -1 if there is none. */
    long offset();

    /** Headers of the record that is being processed; empty if there is none. */
    Headers headers();

    /** Timestamp of the record that is being processed, in milliseconds; stream time if there is none. */
    long timestamp();

    /** The whole configuration as the program gave it. */
    Map<String, Object> appConfigs();

    /** The configuration entries whose keys begin with {@code prefix}, without it. */
    Map<String, Object> appConfigsWithPrefix(String prefix);

    /** The clock's time in milliseconds since the epoch. */
    long currentSystemTimeMs();

    /** The highest record timestamp that the task has seen, in milliseconds; -1 before the first record. */
    long currentStreamTimeMs();
}
