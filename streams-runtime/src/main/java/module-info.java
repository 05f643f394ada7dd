/**
 * Runs topologies: tasks, threads, assignment, restore and commit. It sees a broker only through the SPI of {@code io.millrace.log}.
 */
module io.millrace.streams.runtime {
    requires transitive io.millrace.streams.api;
    requires transitive io.millrace.state.stores;
    requires transitive io.millrace.streams.dsl;
    requires org.slf4j;
    requires java.management;
    requires jdk.management;

    exports io.millrace.runtime;
    exports io.millrace.runtime.task to
            io.millrace.test.driver;
    exports io.millrace.runtime.global to
            io.millrace.test.driver;
    exports io.millrace.runtime.graph to
            io.millrace.test.driver;
    exports io.millrace.runtime.input to
            io.millrace.test.driver;
    exports io.millrace.runtime.metrics to
            io.millrace.test.driver;
    exports io.millrace.runtime.settings to
            io.millrace.test.driver;
    exports io.millrace.runtime.commit to
            io.millrace.test.driver;
    exports io.millrace.runtime.topics to
            io.millrace.test.driver;
}
