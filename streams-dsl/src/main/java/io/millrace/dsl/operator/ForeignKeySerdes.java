package io.millrace.dsl.operator;

import io.millrace.dsl.plan.ForeignKeyPlan;
import io.millrace.processor.ProcessorContext;
import io.millrace.record.Bytes;
import io.millrace.record.Headers;
import io.millrace.serialization.Serde;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The serdes of a foreign-key join, defaults filled in, and the topic names that they are told. Set up in a processor's {@code init}. */
final class ForeignKeySerdes {

    private final Serde<Object> keys;
    private final Serde<Object> values;
    private final Serde<Object> foreignKeys;
    private final String keyTopic;
    private final String valueTopic;
    private final String foreignKeyTopic;

    ForeignKeySerdes(ForeignKeyPlan join, ProcessorContext<?, ?> context) {
        this.keys = erased(join.keySerde() != null ? join.keySerde() : context.keySerde());
        this.values = erased(join.valueSerde() != null ? join.valueSerde() : context.valueSerde());
        this.foreignKeys = erased(join.foreignKeySerde() != null ? join.foreignKeySerde() : context.keySerde());
        String base = context.applicationId() + "-" + join.subscriptionTopic();
        this.keyTopic = base + "-pk";
        this.valueTopic = base + "-vh";
        this.foreignKeyTopic = base + "-fk";
    }

    @SuppressWarnings("unchecked") // the DSL gave tables and serdes the same types
    private static Serde<Object> erased(Serde<?> serde) {
        return (Serde<Object>) serde;
    }

    byte[] keyBytes(Object key, Headers headers) {
        return Objects.requireNonNull(keys.serializer().serialize(keyTopic, headers, key));
    }

    @SuppressWarnings("NullAway") // a key that was serialized can be read back
    Object key(byte[] bytes, Headers headers) {
        return keys.deserializer().deserialize(keyTopic, headers, bytes);
    }

    /** Two foreign keys are the same if their bytes are. */
    boolean areSame(@Nullable Object one, @Nullable Object other, Headers headers) {
        return Arrays.equals(foreignKeyBytes(one, headers), foreignKeyBytes(other, headers));
    }

    private byte @Nullable [] foreignKeyBytes(@Nullable Object key, Headers headers) {
        return foreignKeys.serializer().serialize(foreignKeyTopic, headers, key);
    }

    /** Identifies a left value; null for no value. */
    long @Nullable [] hash(@Nullable Object value, Headers headers) {
        return value == null
                ? null
                : Murmur3.hash128(Objects.requireNonNull(values.serializer().serialize(valueTopic, headers, value)));
    }

    /** Key of a registration: size of the foreign key (4 bytes), foreign key, left key. */
    Bytes registrationKey(Object foreignKey, Object key, Headers headers) {
        byte[] foreignBytes = Objects.requireNonNull(foreignKeyBytes(foreignKey, headers));
        byte[] keyBytes = keyBytes(key, headers);
        return new Bytes(ByteBuffer.allocate(Integer.BYTES + foreignBytes.length + keyBytes.length)
                .putInt(foreignBytes.length)
                .put(foreignBytes)
                .put(keyBytes)
                .array());
    }

    /** What the keys of all registrations with a foreign key begin with. */
    byte[] registrationPrefix(Object foreignKey, Headers headers) {
        byte[] foreignBytes = Objects.requireNonNull(foreignKeyBytes(foreignKey, headers));
        return ByteBuffer.allocate(Integer.BYTES + foreignBytes.length)
                .putInt(foreignBytes.length)
                .put(foreignBytes)
                .array();
    }

    /** The left key of a registration. */
    Object registeredKey(byte[] registrationKey, Headers headers) {
        int foreignLength = ByteBuffer.wrap(registrationKey).getInt();
        return key(Arrays.copyOfRange(registrationKey, Integer.BYTES + foreignLength, registrationKey.length), headers);
    }
}
