package io.millrace.serialization;

import io.millrace.record.Bytes;
import org.jspecify.annotations.Nullable;

/** Wraps the array, without a copy. */
public class BytesDeserializer implements Deserializer<Bytes> {

    /** Needs no configuration. */
    public BytesDeserializer() {}

    @Override
    public @Nullable Bytes deserialize(String topic, byte @Nullable [] data) {
        return Bytes.wrap(data);
    }
}
