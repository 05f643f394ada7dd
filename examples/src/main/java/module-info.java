/**
 * Runnable programs, from word count up. Start with {@code io.millrace.examples.wordcount.WordCount}: a whole topology on one screen.
 *
 * <p>Records that become JSON are in packages that are opened to Jackson.
 */
module io.millrace.examples {
    requires transitive io.millrace.streams.api;
    requires transitive io.millrace.streams.dsl;
    requires io.millrace.streams.runtime;
    requires transitive io.millrace.embedded.broker;
    requires io.millrace.interactive.queries;
    requires com.fasterxml.jackson.databind;

    exports io.millrace.examples;
    exports io.millrace.examples.launch;
    exports io.millrace.examples.wordcount;

    opens io.millrace.examples.cardfraud to
            com.fasterxml.jackson.databind;
    opens io.millrace.examples.clickthrough to
            com.fasterxml.jackson.databind;
    opens io.millrace.examples.deadletters to
            com.fasterxml.jackson.databind;
    opens io.millrace.examples.enrichedorders to
            com.fasterxml.jackson.databind;
    opens io.millrace.examples.inactiveusers to
            com.fasterxml.jackson.databind;
    opens io.millrace.examples.logins to
            com.fasterxml.jackson.databind;
    opens io.millrace.examples.ordertotals to
            com.fasterxml.jackson.databind;
    opens io.millrace.examples.ordervalidation to
            com.fasterxml.jackson.databind;
    opens io.millrace.examples.platinumviews to
            com.fasterxml.jackson.databind;
    opens io.millrace.examples.temperature to
            com.fasterxml.jackson.databind;
    opens io.millrace.examples.topproducts to
            com.fasterxml.jackson.databind;
}
