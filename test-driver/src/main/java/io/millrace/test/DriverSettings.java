package io.millrace.test;

import io.millrace.config.StreamsConfig;
import io.millrace.config.StreamsConfig.InternalConfig;
import io.millrace.runtime.settings.RuntimeSettings;
import java.nio.file.Path;
import java.util.Properties;
import java.util.UUID;

/** Settings of a driver: what the test gave, completed so that a test need not give any. */
final class DriverSettings {

    /** Each record is a commit of its own, and a batch for RocksDB costs more than all else that is done for a record. */
    private static final long HELD_BACK_COMMITS = 10_000;

    private DriverSettings() {}

    static Properties complete(Properties given) {
        Properties config = new Properties();
        config.putAll(given);
        // Tests that do not care give an empty one.
        if (config.getProperty(StreamsConfig.APPLICATION_ID_CONFIG, "").isEmpty()) {
            config.put(StreamsConfig.APPLICATION_ID_CONFIG, "dummy-topology-test-driver-app-id");
        }
        config.putIfAbsent(
                StreamsConfig.STATE_DIR_CONFIG,
                Path.of(
                                System.getProperty("java.io.tmpdir"),
                                "millrace-test",
                                UUID.randomUUID().toString())
                        .toString());
        // Nothing is held back by the wall clock, which stands still in a test.
        config.put(InternalConfig.EMIT_INTERVAL_MS_KSTREAMS_OUTER_JOIN_SPURIOUS_RESULTS_FIX, 0L);
        config.put(InternalConfig.EMIT_INTERVAL_MS_KSTREAMS_WINDOWED_AGGREGATION, 0L);
        config.put(RuntimeSettings.HELD_BACK_COMMITS, HELD_BACK_COMMITS);
        return config;
    }
}
