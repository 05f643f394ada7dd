package io.millrace.processor;

import io.millrace.metrics.StreamsMetrics;
import io.millrace.serialization.Serde;
import java.io.File;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** What a processor can ask of its task. Confined to the task's thread. */
public interface ProcessingContext {

    /** The application's id: the {@code application.id} of its configuration. */
    String applicationId();

    /** Id of the task that runs the processor. */
    TaskId taskId();

    /**
     * Where the record that is being processed came from. Empty if no input record is at hand, as in a punctuation;
     * under a record cache it is the record that last changed the entry.
     */
    Optional<RecordMetadata> recordMetadata();

    /** The default serde for keys, from the configuration. */
    Serde<?> keySerde();

    /** The default serde for values, from the configuration. */
    Serde<?> valueSerde();

    /** The task's directory on disk. */
    File stateDir();

    /** Metrics of the application, open for own sensors. */
    StreamsMetrics metrics();

    /** The store with this name, which must be connected to the processor; cast to what the caller expects. */
    <S extends StateStore> S getStateStore(String name);

    /**
     * Calls {@code callback} about every {@code interval} (at least 1 ms) of stream time or of wall-clock time. Stream
     * time punctuations align to the first record, wall-clock ones to now.
     */
    Cancellable schedule(Duration interval, PunctuationType type, Punctuator callback);

    /** As the other {@code schedule}, with the first call at {@code startTime}. */
    Cancellable schedule(Instant startTime, Duration interval, PunctuationType type, Punctuator callback);

    /** Asks for a commit soon, rather than at the end of the commit interval. Returns at once. */
    void commit();

    /** The whole configuration as the program gave it. */
    Map<String, Object> appConfigs();

    /** The configuration entries whose keys begin with {@code prefix}, without it. */
    Map<String, Object> appConfigsWithPrefix(String prefix);

    /** The clock's time in milliseconds since the epoch. */
    long currentSystemTimeMs();

    /** The highest record timestamp that the task has seen, in milliseconds; -1 before the first record. */
    long currentStreamTimeMs();
}
