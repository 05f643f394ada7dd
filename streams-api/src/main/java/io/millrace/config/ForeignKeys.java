package io.millrace.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keys that this library has no use for itself, but that belong into a configuration all the same. */
final class ForeignKeys {

    /** Keys of Kafka's clients: for a Kafka broker, without effect on the embedded one. */
    private static final Set<String> CLIENTS = Set.of("""
            acks allow.auto.create.topics auto.commit.interval.ms auto.offset.reset batch.size
            bootstrap.controllers bootstrap.servers buffer.memory check.crcs client.dns.lookup client.rack
            compression.gzip.level compression.lz4.level compression.type compression.zstd.level
            config.providers connections.max.idle.ms default.api.timeout.ms default.client.supplier
            delivery.timeout.ms enable.auto.commit enable.idempotence enable.metrics.push
            exclude.internal.topics fetch.max.bytes fetch.max.wait.ms fetch.min.bytes group.id group.instance.id
            group.protocol group.remote.assignor heartbeat.interval.ms interceptor.classes isolation.level
            key.deserializer key.serializer linger.ms max.block.ms max.in.flight.requests.per.connection
            max.partition.fetch.bytes max.poll.interval.ms max.poll.records max.request.size metadata.max.age.ms
            metadata.max.idle.ms metadata.recovery.rebootstrap.trigger.ms metadata.recovery.strategy
            partition.assignment.strategy partitioner.adaptive.partitioning.enable
            partitioner.availability.timeout.ms partitioner.class partitioner.ignore.keys receive.buffer.bytes
            reconnect.backoff.max.ms reconnect.backoff.ms request.timeout.ms retries retry.backoff.ms
            retry.backoff.max.ms send.buffer.bytes session.timeout.ms share.acknowledgement.mode
            share.acquire.mode socket.connection.setup.timeout.max.ms socket.connection.setup.timeout.ms
            transaction.timeout.ms transaction.two.phase.commit.enable transactional.id upgrade.from
            value.deserializer value.serializer
            """.trim().split("\\s+"));

    /** What begins like this is for Kafka's clients, for topics, for serdes, or internal. */
    private static final List<String> PREFIXES = List.of(
            StreamsConfig.CONSUMER_PREFIX,
            StreamsConfig.MAIN_CONSUMER_PREFIX,
            StreamsConfig.RESTORE_CONSUMER_PREFIX,
            StreamsConfig.GLOBAL_CONSUMER_PREFIX,
            StreamsConfig.PRODUCER_PREFIX,
            StreamsConfig.ADMIN_CLIENT_PREFIX,
            StreamsConfig.TOPIC_PREFIX,
            StreamsConfig.CLIENT_TAG_PREFIX,
            "rack.aware.assignment.",
            "config.providers.",
            "security.",
            "sasl.",
            "ssl.",
            "metrics.context.",
            "internal.",
            "__");

    /** Keys that built-in serdes read. */
    private static final Set<String> SERDES = Set.of(
            "key.serializer.encoding",
            "value.serializer.encoding",
            "serializer.encoding",
            "key.deserializer.encoding",
            "value.deserializer.encoding",
            "deserializer.encoding",
            "default.list.key.serde.inner",
            "default.list.key.serde.type",
            "default.list.value.serde.inner",
            "default.list.value.serde.type",
            "windowed.inner.deserializer.class",
            "windowed.inner.serializer.class",
            "windowed.inner.class.serde",
            "window.size.ms");

    /** Keys that Kafka Streams still knows by an old name. */
    private static final Map<String, String> SUCCESSORS = Map.of(
            "cache.max.bytes.buffering", StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
            "default.deserialization.exception.handler", StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG,
            "default.production.exception.handler", StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG,
            "default.dsl.store", StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG);

    private ForeignKeys() {}

    /** Whether {@code name} is for Kafka's clients, for serdes, for topics or internal. */
    static boolean isExpected(String name) {
        return CLIENTS.contains(name)
                || SERDES.contains(name)
                || PREFIXES.stream().anyMatch(name::startsWith);
    }

    /** Whether {@code name} is one of Kafka's clients' own keys, without a prefix. */
    static boolean isClientKey(String name) {
        return CLIENTS.contains(name)
                || name.startsWith("security.")
                || name.startsWith("sasl.")
                || name.startsWith("ssl.");
    }

    /** One warning for each key that nothing here reads, with what may have been meant. */
    static List<String> warnings(ConfigTable table, Set<String> given) {
        List<String> warnings = new ArrayList<>();
        for (String name : given) {
            if (!table.isDefined(name) && !isExpected(name)) {
                warnings.add(warning(table, name));
            }
        }
        return warnings;
    }

    private static String warning(ConfigTable table, String name) {
        if (name.equals(StreamsConfig.TASK_ASSIGNOR_CLASS_CONFIG)) {
            return "Configuration key '" + name + "' has no effect: tasks are assigned by Millrace's own assignor";
        }
        String successor = SUCCESSORS.get(name);
        if (successor != null) {
            return "Configuration key '" + name + "' has no effect: use '" + successor + "' instead";
        }
        return "Configuration key '" + name + "' is unknown; it is handed to serdes and handlers only"
                + table.nearest(name)
                        .map(near -> ". Did you mean '" + near + "'?")
                        .orElse("");
    }
}
