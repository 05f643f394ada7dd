package io.millrace.config;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Configurations of Kafka's clients, made from that of an application: the plain client keys, then those with the
 * client's prefix, the more special prefix last, then what must not be otherwise.
 */
final class ClientConfigs {

    private static final String TRANSACTION_TIMEOUT = "transaction.timeout.ms";
    private static final long TRANSACTION_TIMEOUT_MS = 10_000L;

    private ClientConfigs() {}

    static Map<String, Object> consumer(StreamsConfig config, String prefix, String clientId, String offsetReset) {
        boolean main = prefix.equals(StreamsConfig.MAIN_CONSUMER_PREFIX);
        Map<String, Object> configs = new LinkedHashMap<>();
        if (main) {
            configs.put("auto.offset.reset", offsetReset);
        }
        configs.putAll(plain(config));
        configs.putAll(config.originalsWithPrefix(StreamsConfig.CONSUMER_PREFIX));
        configs.putAll(config.originalsWithPrefix(prefix));
        if (!main) {
            configs.put("auto.offset.reset", offsetReset);
        }
        configs.put("enable.auto.commit", "false");
        configs.put("allow.auto.create.topics", "false");
        if (config.isExactlyOnce()) {
            configs.put("isolation.level", "read_committed");
        }
        configs.put("client.id", clientId);
        return configs;
    }

    static Map<String, Object> producer(StreamsConfig config, String clientId) {
        Map<String, Object> configs = new LinkedHashMap<>();
        if (config.isExactlyOnce()) {
            // Twice the interval leaves room for a slow commit when the interval is long.
            long intervalMs = config.getLong(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG);
            long twiceMs = intervalMs > Integer.MAX_VALUE / 2 ? Integer.MAX_VALUE : 2 * intervalMs;
            configs.put(TRANSACTION_TIMEOUT, (int) Math.max(TRANSACTION_TIMEOUT_MS, twiceMs));
            configs.put("delivery.timeout.ms", Integer.MAX_VALUE);
        }
        configs.put("linger.ms", "100");
        Map<String, Object> plain = plain(config);
        plain.remove(TRANSACTION_TIMEOUT);
        configs.putAll(plain);
        configs.putAll(config.originalsWithPrefix(StreamsConfig.PRODUCER_PREFIX));
        if (config.isExactlyOnce()) {
            configs.put("enable.idempotence", true);
        }
        configs.put("client.id", clientId);
        return configs;
    }

    static Map<String, Object> admin(StreamsConfig config, String clientId) {
        Map<String, Object> configs = plain(config);
        configs.putAll(config.originalsWithPrefix(StreamsConfig.ADMIN_CLIENT_PREFIX));
        configs.put("client.id", clientId);
        return configs;
    }

    private static Map<String, Object> plain(StreamsConfig config) {
        Map<String, Object> configs = new LinkedHashMap<>();
        config.originals().forEach((name, value) -> {
            if (ForeignKeys.isClientKey(name)) {
                configs.put(name, value);
            }
        });
        return configs;
    }
}
