/**
 * Runnable programs, from word count up. Start with {@code io.millrace.examples.wordcount.WordCount}: a whole topology on one screen.
 */
module io.millrace.examples {
    requires io.millrace.streams.api;
    requires transitive io.millrace.streams.dsl;
    requires io.millrace.streams.runtime;
    requires io.millrace.embedded.broker;

    exports io.millrace.examples.wordcount;
}
