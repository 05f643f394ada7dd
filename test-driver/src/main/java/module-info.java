/** Tests of topologies without threads, a broker to install, or waiting: the runtime's own tasks, stepped by hand. */
module io.millrace.test.driver {
    requires transitive io.millrace.streams.runtime;
    requires io.millrace.embedded.broker;
    requires org.slf4j;

    exports io.millrace.test;
}
