package io.millrace.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.config.StreamsConfig;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuntimeSettingsTest {

    @Test
    void shouldSplitTheRecordCacheEvenlyOverTheThreads() {
        RuntimeSettings settings = new RuntimeSettings(new StreamsConfig(Map.of(
                StreamsConfig.APPLICATION_ID_CONFIG,
                "app",
                StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG,
                1000,
                StreamsConfig.NUM_STREAM_THREADS_CONFIG,
                4)));

        assertThat(settings.recordCacheBytesPerThread()).isEqualTo(250);
    }
}
