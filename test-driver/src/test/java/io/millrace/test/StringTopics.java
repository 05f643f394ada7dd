package io.millrace.test;

import io.millrace.config.StreamsConfig;
import io.millrace.serialization.Serdes;
import java.util.Properties;

/** Topics of strings, which most tests of the driver use. */
final class StringTopics {

    private StringTopics() {}

    /** Settings with strings as default keys and values. */
    static Properties config() {
        Properties config = new Properties();
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        return config;
    }

    static TestInputTopic<String, String> in(TopologyTestDriver driver, String topic) {
        return driver.createInputTopic(
                topic, Serdes.String().serializer(), Serdes.String().serializer());
    }

    static TestOutputTopic<String, String> out(TopologyTestDriver driver, String topic) {
        return driver.createOutputTopic(
                topic, Serdes.String().deserializer(), Serdes.String().deserializer());
    }
}
