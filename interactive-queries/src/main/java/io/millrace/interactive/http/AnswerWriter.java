package io.millrace.interactive.http;

import io.millrace.interactive.limits.QueryLimits;
import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemType;
import io.millrace.interactive.routing.Answer;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Sends whole answers without a thread that waits for the client. Bytes that clients have not read yet are counted, and past the limit an answer is replaced by 429;
 * a client that takes too long over one answer loses its connection. Safe from any thread.
 */
final class AnswerWriter {

    private final QueryLimits limits;
    private final Timers timers;
    private final Traffic traffic;
    private final AtomicLong heldBytes = new AtomicLong();

    AnswerWriter(QueryLimits limits, Timers timers, Traffic traffic) {
        this.limits = limits;
        this.timers = timers;
        this.traffic = traffic;
    }

    /** Bytes that clients have not read yet. */
    long heldBytes() {
        return heldBytes.get();
    }

    void write(Request request, Response response, Callback callback, Answer.Whole answer) {
        int size = answer.body().length;
        if (heldBytes.addAndGet(size) <= limits.heldBytes() || size < 1_024) {
            send(request, response, callback, answer);
            return;
        }
        heldBytes.addAndGet(-size);
        Answer.Whole refusal = ProblemBody.answer(Problem.of(
                        ProblemType.OVERLOADED,
                        "Answers of " + heldBytes.get() + " bytes wait for their clients to read them; the limit is "
                                + limits.heldBytes() + ". Try again, or ask for fewer rows with limit=")
                .retryAfterSeconds(1));
        heldBytes.addAndGet(refusal.body().length);
        send(request, response, callback, refusal);
    }

    private void send(Request request, Response response, Callback callback, Answer.Whole answer) {
        traffic.answered(answer.status());
        response.setStatus(answer.status());
        Headers.addCommon(response.getHeaders());
        if (answer.status() != HttpStatus.NO_CONTENT_204) {
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.mediaType());
            response.getHeaders().put(HttpHeader.CONTENT_LENGTH, answer.body().length);
        }
        answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
        boolean isHead = HttpMethod.HEAD.is(request.getMethod());
        AtomicBoolean isReleased = new AtomicBoolean();
        Runnable release = () -> {
            if (isReleased.compareAndSet(false, true)) {
                heldBytes.addAndGet(-answer.body().length);
            }
        };
        Timers.Timer deadline = timers.after(limits.writeMs(), () -> {
            abandon(request);
            // A connection may close without a word to the write that is under way.
            release.run();
        });
        Callback done = Callback.from(
                () -> {
                    deadline.cancel();
                    release.run();
                    callback.succeeded();
                },
                failure -> {
                    deadline.cancel();
                    release.run();
                    callback.failed(failure);
                });
        response.write(true, isHead ? ByteBuffer.allocate(0) : ByteBuffer.wrap(answer.body()), done);
    }

    private void abandon(Request request) {
        request.getConnectionMetaData()
                .getConnection()
                .getEndPoint()
                .close(new TimeoutException("The client took more than " + limits.writeMs() + " ms to read an answer"));
    }
}
