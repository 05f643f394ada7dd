/**
 * From a program to a processor DAG: the DSL, the logical plan behind it, its rewrite rules, and {@code Topology}, which compiles to
 * the immutable DAG that the runtime reads. Nothing runs here.
 */
module io.millrace.streams.dsl {
    requires transitive io.millrace.streams.api;
    requires transitive io.millrace.state.stores;
    requires org.slf4j;

    exports io.millrace.dsl;
    exports io.millrace.topology;
    exports io.millrace.topology.dag to
            io.millrace.streams.runtime,
            io.millrace.test.driver;
}
