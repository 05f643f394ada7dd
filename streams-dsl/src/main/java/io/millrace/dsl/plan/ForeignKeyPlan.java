package io.millrace.dsl.plan;

import io.millrace.serialization.Serde;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the steps of one foreign-key join share.
 *
 * @param extractor gets key and value of a left row, returns the key of the right row or null
 * @param left whether left rows without partner have results
 * @param subscriptionTopic where left rows register with right keys; serdes are told names made of it
 * @param responseTopic where answers come back
 * @param subscriptions the store of registrations, on the side of the right table
 * @param keySerde of the left table; null: the configured default
 * @param valueSerde of the left table; null: the configured default
 * @param foreignKeySerde of the right table; null: the configured default
 * @param foreignValueSerde of the right table; null: the configured default
 */
public record ForeignKeyPlan(
        BiFunction<Object, Object, Object> extractor,
        Combiner joiner,
        boolean left,
        String subscriptionTopic,
        String responseTopic,
        StoreSettings subscriptions,
        NodeId leftTable,
        NodeId rightTable,
        @Nullable Serde<?> keySerde,
        @Nullable Serde<?> valueSerde,
        @Nullable Serde<?> foreignKeySerde,
        @Nullable Serde<?> foreignValueSerde) {}
