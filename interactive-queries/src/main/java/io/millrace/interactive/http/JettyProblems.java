package io.millrace.interactive.http;

import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemType;
import io.millrace.interactive.routing.Answer;
import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the HTTP library refuses by itself, as problems like all others. */
final class JettyProblems extends ErrorHandler {

    private static final Logger LOG = LoggerFactory.getLogger(JettyProblems.class);

    private final Traffic traffic;

    JettyProblems(Traffic traffic) {
        this.traffic = traffic;
    }

    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        // The library closes the connection under a request, as when the server stops: nothing failed.
        boolean isClosing = code >= 500 && cause instanceof EofException;
        if (code == 500 && cause != null && !isClosing) {
            LOG.error("A request ended in an error of the HTTP library", cause);
        }
        int status = isClosing ? 503 : code;
        if (isClosing) {
            response.setStatus(status);
            response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
        }
        Answer.Whole answer = answer(status, isClosing ? "The connection is being closed" : message);
        traffic.answered(status);
        Headers.addCommon(response.getHeaders());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.mediaType());
        response.write(true, ByteBuffer.wrap(answer.body()), callback);
    }

    private static Answer.Whole answer(int status, @Nullable String reason) {
        ProblemType type = switch (status) {
            case 414 -> ProblemType.URI_TOO_LONG;
            case 431 -> ProblemType.HEADERS_TOO_LARGE;
            case 413 -> ProblemType.BODY_NOT_ALLOWED;
            case 505 -> ProblemType.HTTP;
            default -> status >= 500 ? ProblemType.INTERNAL : ProblemType.HTTP;
        };
        String detail = (status >= 500 && status != 503) || reason == null || reason.isBlank()
                ? "The server refused the request with status " + status
                : "The request was refused: " + reason;
        return ProblemBody.answer(new Problem(type, status, detail, Map.of(), Map.of()));
    }
}
