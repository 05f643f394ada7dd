package io.millrace.interactive.http;

import io.millrace.interactive.limits.QueryLimits;
import io.millrace.interactive.problem.Failures;
import io.millrace.interactive.routing.Routes;
import io.millrace.time.Clock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.jspecify.annotations.Nullable;

/**
 * A running HTTP server: its connector, threads and limits. Safe from any thread.
 *
 * <p>Threads: a small pool of the HTTP library reads requests, does what is light and completes writes; {@link Workers} read stores. No thread waits for a client.
 */
public final class HttpServer implements AutoCloseable {

    private static final int SELECTORS = 1;
    private static final int ACCEPTORS = 1;
    private static final int THREADS_MAX = 12;
    private static final int THREADS_MIN = 2;
    private static final int THREAD_IDLE_MS = 10_000;

    private final Server server;
    private final ServerConnector connector;
    private final Workers workers;
    private final OpenStreams streams;
    private final OpenChannels channels = new OpenChannels();
    private final AnswerWriter writer;
    private final RequestHandler handler;
    private final Traffic traffic = new Traffic();

    /**
     * Where to listen and who may ask.
     *
     * @param port 0 for one that is free
     * @param token null if everybody may ask
     * @param allowedHosts null if requests may name any host
     */
    public record Door(
            String host,
            int port,
            @Nullable String token,
            @Nullable Set<String> allowedHosts) {}

    /** Does not listen yet. */
    public HttpServer(Door door, Routes routes, QueryLimits limits, Failures failures, Clock clock) {
        QueuedThreadPool threads = new QueuedThreadPool(THREADS_MAX, THREADS_MIN, THREAD_IDLE_MS);
        threads.setName("millrace-http");
        threads.setDaemon(true);
        ScheduledExecutorScheduler scheduler = new ScheduledExecutorScheduler("millrace-http-timer", true);
        server = new Server(threads, scheduler, null);
        connector = new ServerConnector(
                server, null, null, null, ACCEPTORS, SELECTORS, new HttpConnectionFactory(configuration(limits)));
        connector.setHost(door.host());
        connector.setPort(door.port());
        connector.setIdleTimeout(limits.idleMs());
        connector.setShutdownIdleTimeout(0);
        connector.addBean(channels);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(limits.connections(), connector));
        server.setErrorHandler(new JettyProblems(traffic));
        server.setStopTimeout(0);
        workers = new Workers(limits);
        Timers timers = new Timers(scheduler);
        connector.addBean(new SlowRequests(timers, limits.idleMs()));
        writer = new AnswerWriter(limits, timers, traffic);
        streams = new OpenStreams(limits, workers.events(), timers);
        handler = new RequestHandler(
                routes,
                new Gate(door.token(), door.allowedHosts()),
                limits,
                workers,
                writer,
                streams,
                failures,
                clock,
                timers);
        server.setHandler(handler);
    }

    private static HttpConfiguration configuration(QueryLimits limits) {
        HttpConfiguration configuration = new HttpConfiguration();
        configuration.setSendServerVersion(false);
        configuration.setSendDateHeader(true);
        configuration.setRequestHeaderSize(limits.headerBytes());
        // A lone line feed ends no line: where a proxy sees it otherwise, requests could be smuggled.
        configuration.setHttpCompliance(HttpCompliance.RFC9110.without(
                "MILLRACE",
                HttpCompliance.Violation.LF_HEADER_TERMINATION,
                HttpCompliance.Violation.LF_CHUNK_TERMINATION));
        // Target decodes the path by itself, segment by segment: a key may have an encoded slash or percent sign.
        configuration.setUriCompliance(UriCompliance.DEFAULT.with(
                "MILLRACE",
                UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
                UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
                UriCompliance.Violation.AMBIGUOUS_PATH_PARAMETER,
                UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS));
        return configuration;
    }

    /**
     * Listens.
     *
     * @throws UncheckedIOException if the address cannot be bound
     */
    public void start() {
        try {
            server.start();
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(
                    "The query server cannot listen on " + connector.getHost() + ":" + connector.getPort()
                            + ": if the port is taken, choose another, or 0 for one that is free",
                    e);
        } catch (Exception e) {
            close();
            throw new IllegalStateException("The HTTP server cannot be started", e);
        }
    }

    /** The port that it listens on. */
    public int port() {
        return connector.getLocalPort();
    }

    /** Answers so far by status. */
    public Map<Integer, Long> answers() {
        return traffic.answers();
    }

    /** Open event streams. */
    public int eventStreams() {
        return streams.count();
    }

    /** Bytes of answers that clients have not read yet. */
    public long heldBytes() {
        return writer.heldBytes();
    }

    /** Open connections. */
    public int connections() {
        return connector.getConnectedEndPoints().size();
    }

    /** Ends what is under way. Idempotent. */
    @Override
    public void close() {
        handler.close();
        streams.close();
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("The HTTP server did not stop cleanly", e);
        } finally {
            channels.close();
            workers.close();
        }
    }
}
