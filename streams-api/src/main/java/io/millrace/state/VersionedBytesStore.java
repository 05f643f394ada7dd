package io.millrace.state;

import io.millrace.record.Bytes;
import org.jspecify.annotations.Nullable;

/** A versioned store of bytes; the values that it returns begin with their timestamp. */
public interface VersionedBytesStore extends KeyValueStore<Bytes, byte[]>, TimestampedBytesStore {

    /** As {@link VersionedKeyValueStore#put}. */
    long put(Bytes key, byte @Nullable [] value, long timestamp);

    /** As {@link VersionedKeyValueStore#get(Object, long)}. */
    byte @Nullable [] get(Bytes key, long asOfTimestamp);

    /** As {@link VersionedKeyValueStore#delete}. */
    byte @Nullable [] delete(Bytes key, long timestamp);
}
