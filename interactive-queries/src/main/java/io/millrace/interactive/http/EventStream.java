package io.millrace.interactive.http;

import io.millrace.interactive.routing.EventSource;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client of server-sent events. At most one write is under way, and nothing is taken from the source before it is over, so that a slow client holds one piece and
 * what the source keeps for it. A comment goes out when nothing else has for a while, which also finds out whether the client is still there.
 *
 * <p>Whoever raises {@link #signals} from zero owns the stream until it is back at zero: takes, writes, and hands the ownership on to the write's completion.
 */
final class EventStream {

    private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
    static final String MEDIA_TYPE = "text/event-stream";

    private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.UTF_8);

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final EventSource source;
    private final Executor executor;
    private final Timers timers;
    private final long heartbeatMs;
    private final Runnable onEnd;
    private final AtomicInteger signals = new AtomicInteger();
    private final AtomicBoolean isOver = new AtomicBoolean();
    private volatile boolean isHeartbeatDue;

    /**
     * @param heartbeatMs time between comments; less than the idle timeout of connections
     * @param onEnd runs once when it is over, whatever ends it
     */
    EventStream(
            Request request,
            Response response,
            Callback callback,
            EventSource source,
            Executor executor,
            Timers timers,
            long heartbeatMs,
            Runnable onEnd) {
        this.request = request;
        this.response = response;
        this.callback = callback;
        this.source = source;
        this.executor = executor;
        this.timers = timers;
        this.heartbeatMs = heartbeatMs;
        this.onEnd = onEnd;
    }

    void start() {
        Headers.addCommon(response.getHeaders());
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, MEDIA_TYPE);
        response.setStatus(200);
        isHeartbeatDue = true;
        source.onAvailable(this::signal);
        signal();
        scheduleHeartbeat();
    }

    private void scheduleHeartbeat() {
        timers.after(heartbeatMs, () -> {
            if (isOver.get()) {
                return;
            }
            // A connection may close without a word to the write that is under way.
            if (!request.getConnectionMetaData().getConnection().getEndPoint().isOpen()) {
                end(new ClosedChannelException());
                return;
            }
            isHeartbeatDue = true;
            signal();
            scheduleHeartbeat();
        });
    }

    private void signal() {
        if (signals.getAndIncrement() == 0) {
            submit();
        }
    }

    private void submit() {
        try {
            executor.execute(this::pump);
        } catch (RejectedExecutionException e) {
            end(e);
        }
    }

    /** Run by the owner. */
    private void pump() {
        try {
            while (!isOver.get()) {
                int seen = signals.get();
                byte[] next = source.take();
                if (next == null && isHeartbeatDue && !source.isEnded()) {
                    next = COMMENT;
                }
                if (next != null) {
                    isHeartbeatDue = false;
                    response.write(false, ByteBuffer.wrap(next), Callback.from(this::submit, this::end));
                    return;
                }
                if (source.isEnded()) {
                    response.write(true, ByteBuffer.allocate(0), Callback.from(() -> end(null), this::end));
                    return;
                }
                if (signals.compareAndSet(seen, 0)) {
                    return;
                }
            }
        } catch (Throwable e) {
            // The outermost frame of its thread: whatever it is, the stream must not stay open for ever.
            LOG.warn("The event stream {} ended in an error", request.getHttpURI(), e);
            end(e);
        }
    }

    private void end(@Nullable Throwable failure) {
        if (!tryRelease()) {
            return;
        }
        if (failure == null) {
            callback.succeeded();
        } else {
            callback.failed(failure);
        }
    }

    /** Lets go of the source, without a word to the client; false if that was done before. */
    boolean tryRelease() {
        if (!isOver.compareAndSet(false, true)) {
            return false;
        }
        try {
            source.close();
        } finally {
            onEnd.run();
        }
        return true;
    }

    /** Ends it from outside. */
    void close() {
        end(new IllegalStateException("The server is closed"));
    }
}
