/**
 * A partitioned, transactional log inside the process: topics, transactions, consumer groups, crash safety. It knows nothing of
 * stream processing.
 *
 * <p>Start with {@code io.millrace.broker}, the door for programs. {@code io.millrace.broker.disk} is exported so that tests and
 * simulations can bring storage of their own.
 */
module io.millrace.embedded.broker {
    requires transitive io.millrace.streams.api;
    requires org.slf4j;
    requires static com.fasterxml.jackson.databind;
    requires static com.github.luben.zstd_jni;
    requires static org.lz4.java;
    requires static snappy.java;

    exports io.millrace.broker;
    exports io.millrace.broker.disk;
}
