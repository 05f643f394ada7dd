package io.millrace.log;

import java.util.Objects;
import java.util.Optional;

/**
 * How a producer writes. Immutable.
 *
 * @param clientId names the producer in logs and errors
 * @param transactionalId identity under which a successor fences this producer; empty for a producer that is idempotent only
 * @param transactionTimeoutMs the broker aborts a transaction that is open for longer
 */
public record ProducerOptions(String clientId, Optional<String> transactionalId, long transactionTimeoutMs) {

    /** 60 seconds. */
    public static final long DEFAULT_TRANSACTION_TIMEOUT_MS = 60_000;

    public ProducerOptions {
        Objects.requireNonNull(clientId, "clientId cannot be null");
        Objects.requireNonNull(transactionalId, "transactionalId cannot be null");
        if (transactionTimeoutMs < 1) {
            throw new IllegalArgumentException("transactionTimeoutMs must be positive, got " + transactionTimeoutMs);
        }
    }

    /** A producer without transactions. */
    public static ProducerOptions idempotent(String clientId) {
        return new ProducerOptions(clientId, Optional.empty(), DEFAULT_TRANSACTION_TIMEOUT_MS);
    }

    /** A producer with transactions. */
    public static ProducerOptions transactional(String clientId, String transactionalId) {
        return new ProducerOptions(clientId, Optional.of(transactionalId), DEFAULT_TRANSACTION_TIMEOUT_MS);
    }
}
