package io.millrace.serialization;

import org.jspecify.annotations.Nullable;

/** Encodes nothing: the only {@code Void} is null. */
public class VoidSerializer implements Serializer<Void> {

    /** Needs no configuration. */
    public VoidSerializer() {}

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable Void data) {
        return null;
    }
}
