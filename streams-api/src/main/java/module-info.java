/**
 * The vocabulary of Millrace: every public interface and value type that the other modules share. Nothing runs here.
 *
 * <p>Start with {@code io.millrace.processor} (the Processor API) and {@code io.millrace.log} (what a broker has to offer).
 */
module io.millrace.streams.api {
    requires transitive org.jspecify;
    requires org.slf4j;
    requires static com.fasterxml.jackson.databind;
    requires java.management;

    exports io.millrace.config;
    exports io.millrace.errors;
    exports io.millrace.log;
    exports io.millrace.metrics;
    exports io.millrace.processor;
    exports io.millrace.query;
    exports io.millrace.record;
    exports io.millrace.serialization;
    exports io.millrace.serialization.json;
    exports io.millrace.state;
    exports io.millrace.text to
            io.millrace.embedded.broker,
            io.millrace.examples;
    exports io.millrace.time;
}
