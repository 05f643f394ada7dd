package io.millrace.examples.deadletters;

import io.millrace.config.StreamsConfig;
import io.millrace.dsl.Consumed;
import io.millrace.dsl.Deduplicated;
import io.millrace.dsl.Produced;
import io.millrace.dsl.StreamsBuilder;
import io.millrace.errors.LogAndContinueExceptionHandler;
import io.millrace.errors.LogAndContinueProcessingExceptionHandler;
import io.millrace.serialization.Serde;
import io.millrace.serialization.Serdes;
import io.millrace.serialization.json.JsonSerde;
import io.millrace.topology.Topology;
import java.time.Duration;
import java.util.Map;

/** Payments from a source that repeats itself and makes mistakes: each good one once, the others in a topic of their own. */
public final class CleanPayments {

    static final String PAYMENTS = "payments";
    static final String ACCEPTED = "payments-accepted";
    static final String DEAD_LETTERS = "payments-dead-letters";

    static final Duration REPEATS_WITHIN = Duration.ofHours(1);

    private CleanPayments() {}

    /** A new topology. */
    public static Topology topology() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(PAYMENTS, Consumed.with(Serdes.String(), payments()))
                // Before ids are remembered: what operators in front of the one that throws have done stays done. The
                // other way round, a payment that is sent again, put right, would be taken for a repeat.
                .peek((account, payment) -> requireValid(payment))
                // The id is in the value. It is enough to compare payments of one account (that is, of one
                // partition): a payment is always sent for the same one.
                .deduplicate(
                        Payment::id,
                        Deduplicated.<String>within(REPEATS_WITHIN)
                                .withIdSerde(Serdes.String())
                                .withName("payments-once"))
                .to(ACCEPTED, Produced.with(Serdes.String(), payments()));
        return builder.build();
    }

    /**
     * What happens to records that cannot be processed. Without these settings the first one stops the application: nothing is lost, and somebody has to look. With them
     * it goes to the dead-letter topic as it came, with headers that say what was wrong, in the same transaction as everything else; and processing goes on.
     */
    static Map<String, Object> settings() {
        return Map.of(
                StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueExceptionHandler.class,
                StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueProcessingExceptionHandler.class,
                StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, DEAD_LETTERS);
    }

    private static void requireValid(Payment payment) {
        if (payment.cents() <= 0) {
            throw new IllegalArgumentException("Payment " + payment.id() + " is of " + payment.cents() + " cents");
        }
    }

    static Serde<Payment> payments() {
        return new JsonSerde<>(Payment.class);
    }
}
