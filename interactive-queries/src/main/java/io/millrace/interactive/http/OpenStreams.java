package io.millrace.interactive.http;

import io.millrace.interactive.limits.QueryLimits;
import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemType;
import io.millrace.interactive.routing.EventSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** The clients of server-sent events, at most so many. Safe from any thread. */
final class OpenStreams implements AutoCloseable {

    /** Comments in one idle timeout: a stream that is alive never times out, and the second comment after a client has gone finds that out. */
    private static final int HEARTBEATS = 4;

    private final QueryLimits limits;
    private final Executor executor;
    private final Timers timers;
    private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean isClosed;

    OpenStreams(QueryLimits limits, Executor executor, Timers timers) {
        this.limits = limits;
        this.executor = executor;
        this.timers = timers;
    }

    int count() {
        return count.get();
    }

    /** Begins to send; refuses, and closes the source, if there are too many or the server is closed. */
    void start(Request request, Response response, Callback callback, EventSource source) {
        if (count.incrementAndGet() > limits.eventStreams() || isClosed) {
            count.decrementAndGet();
            source.close();
            throw Problem.of(
                            ProblemType.OVERLOADED,
                            limits.eventStreams()
                                    + " event streams are open, which is the limit; close one or try again")
                    .retryAfterSeconds(5)
                    .toException();
        }
        long heartbeatMs = Math.max(1, limits.idleMs() / HEARTBEATS);
        EventStream[] self = new EventStream[1];
        EventStream stream = new EventStream(request, response, callback, source, executor, timers, heartbeatMs, () -> {
            count.decrementAndGet();
            open.remove(self[0]);
        });
        self[0] = stream;
        open.add(stream);
        try {
            stream.start();
        } catch (RuntimeException e) {
            stream.tryRelease();
            throw e;
        }
        if (isClosed) {
            stream.close();
        }
    }

    @Override
    public void close() {
        isClosed = true;
        List.copyOf(open).forEach(EventStream::close);
    }
}
