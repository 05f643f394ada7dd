package io.millrace.errors;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** Tasks are being assigned; try again. */
public class StreamsRebalancingException extends InvalidStateStoreException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** With a message. */
    public StreamsRebalancingException(@Nullable String message) {
        super(message);
    }

    /** With a message and a cause. */
    public StreamsRebalancingException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
