package io.millrace.parity.oracle;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Goes on after failures, but says so if one was a mistake of 4.3.1's own. */
public final class ContinuingHandler extends LogAndContinueProcessingExceptionHandler {

    static final String TRANSCRIPT = "parity.handler.transcript";

    private @Nullable Transcript transcript;

    @Override
    public void configure(Map<String, ?> configs) {
        super.configure(configs);
        transcript = (Transcript) configs.get(TRANSCRIPT);
    }

    @Override
    public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        Objects.requireNonNull(transcript).ownError(exception);
        return super.handleError(context, record, exception);
    }
}
