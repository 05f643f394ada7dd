package io.millrace.test;

import io.millrace.config.StreamsConfig;
import java.nio.file.Path;
import java.util.Properties;
import java.util.UUID;

/** Settings of a driver: what the test gave, completed so that a test need not give any. */
final class DriverSettings {

    private DriverSettings() {}

    static Properties complete(Properties given) {
        Properties config = new Properties();
        config.putAll(given);
        config.putIfAbsent(StreamsConfig.APPLICATION_ID_CONFIG, "dummy-topology-test-driver-app-id");
        config.putIfAbsent(
                StreamsConfig.STATE_DIR_CONFIG,
                Path.of(
                                System.getProperty("java.io.tmpdir"),
                                "millrace-test",
                                UUID.randomUUID().toString())
                        .toString());
        return config;
    }
}
