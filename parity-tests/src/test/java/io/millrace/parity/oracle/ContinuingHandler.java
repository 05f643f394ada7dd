package io.millrace.parity.oracle;

import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.LogAndContinueProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Goes on after failures, but says so if one was a mistake of 4.3.1's own, and which call it was to those who leave out such calls. */
public final class ContinuingHandler extends LogAndContinueProcessingExceptionHandler {

    static final String TRANSCRIPT = "parity.handler.transcript";

    static final String SKIPPED_CALLS = "parity.handler.skipped.calls";

    private @Nullable Transcript transcript;
    private @Nullable SkippedCalls calls;

    @Override
    public void configure(Map<String, ?> configs) {
        super.configure(configs);
        transcript = (Transcript) configs.get(TRANSCRIPT);
        calls = (SkippedCalls) configs.get(SKIPPED_CALLS);
    }

    @Override
    public Response handleError(ErrorHandlerContext context, @Nullable Record<?, ?> record, Exception exception) {
        Objects.requireNonNull(transcript).ownError(exception);
        if (calls != null) {
            calls.failed(record == null ? SkippedCalls.TICK : context.processorNodeId());
        }
        return super.handleError(context, record, exception);
    }
}
