package io.millrace.interactive.remote;

import io.millrace.interactive.limits.QueryLimits;
import io.millrace.interactive.problem.Failures;
import io.millrace.interactive.problem.Problem;
import io.millrace.interactive.problem.ProblemType;
import io.millrace.interactive.routing.Answer;
import io.millrace.time.Clock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * Asks another instance, on the calling thread: a connection for each request, since the JDK's pool would keep sockets that outlive this server. No proxy, no redirects,
 * and bounds on time and size. Safe from any thread.
 */
public final class PeerClient {

    private static final int CONNECT_MS = 2_000;
    private static final int CHUNK = 16 << 10;

    private final QueryLimits limits;
    private final Failures failures;
    private final Clock clock;

    public PeerClient(QueryLimits limits, Failures failures, Clock clock) {
        this.limits = limits;
        this.failures = failures;
        this.clock = clock;
    }

    /** The answer, whatever its status. */
    Answer.Whole ask(String address, Map<String, String> headers) {
        // The other side may wait for a position, and scan; what comes later than both is no use to anybody.
        int readMs = limits.positionMs() + limits.scanMs() + CONNECT_MS;
        long endNanos = clock.monotonicNanos() + readMs * 1_000_000L;
        try {
            HttpURLConnection connection =
                    (HttpURLConnection) URI.create(address).toURL().openConnection(Proxy.NO_PROXY);
            try {
                connection.setInstanceFollowRedirects(false);
                connection.setConnectTimeout(CONNECT_MS);
                connection.setReadTimeout(readMs);
                connection.setUseCaches(false);
                connection.setRequestProperty("Connection", "close");
                headers.forEach(connection::setRequestProperty);
                return read(connection, endNanos);
            } finally {
                connection.disconnect();
            }
        } catch (IOException | IllegalArgumentException e) {
            throw failures.notReady("The instance that has this did not answer at "
                            + URI.create(address).getAuthority() + ": " + e
                            + ". If this lasts, application.server is wrong there, or the network between.")
                    .toException(e);
        }
    }

    private Answer.Whole read(HttpURLConnection connection, long endNanos) throws IOException {
        int status = connection.getResponseCode();
        InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (body != null) {
            try (body) {
                byte[] chunk = new byte[CHUNK];
                for (int size = body.read(chunk); size >= 0; size = body.read(chunk)) {
                    bytes.write(chunk, 0, size);
                    requireWithin(bytes.size(), endNanos, connection);
                }
            }
        }
        Map<String, String> headers = new HashMap<>();
        for (String name : new String[] {"Retry-After", "WWW-Authenticate", "Allow"}) {
            String value = connection.getHeaderField(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        String type = Objects.requireNonNullElse(connection.getContentType(), Answer.JSON);
        return new Answer.Whole(status, type, headers, bytes.toByteArray());
    }

    private void requireWithin(int size, long endNanos, HttpURLConnection connection) {
        if (size > limits.heldBytes() || clock.monotonicNanos() > endNanos) {
            throw Problem.of(
                            ProblemType.INSTANCE_FAILED,
                            "Instance " + connection.getURL().getAuthority() + " sent more than " + limits.heldBytes()
                                    + " bytes, or took too long")
                    .toException();
        }
    }
}
