package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/** Chooses the output topic of each record. The topic must exist, or be one that may be created. */
@FunctionalInterface
public interface TopicNameExtractor<K, V> {

    /** The topic to write to; must not be null. */
    String extract(@Nullable K key, @Nullable V value, RecordContext recordContext);
}
