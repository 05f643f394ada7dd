/**
 * A REST endpoint for a running application: its stores, topology, tasks, health and metrics. Start with {@link io.millrace.interactive.QueryServer}.
 */
module io.millrace.interactive.queries {
    requires transitive io.millrace.streams.runtime;
    requires transitive com.fasterxml.jackson.databind;
    requires org.eclipse.jetty.server;
    requires org.slf4j;

    exports io.millrace.interactive;
    exports io.millrace.interactive.limits;
}
