package io.millrace.serialization;

import io.millrace.record.Bytes;
import org.jspecify.annotations.Nullable;

/** Hands the wrapped array on, without a copy. */
public class BytesSerializer implements Serializer<Bytes> {

    /** Needs no configuration. */
    public BytesSerializer() {}

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Bytes data) {
        return data == null ? null : data.get();
    }
}
