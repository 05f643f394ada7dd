package io.millrace.interactive;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.millrace.interactive.application.ApplicationRoutes;
import io.millrace.interactive.events.ChangeRoutes;
import io.millrace.interactive.http.HttpServer;
import io.millrace.interactive.json.JsonValues;
import io.millrace.interactive.limits.QueryLimits;
import io.millrace.interactive.metrics.MetricRoutes;
import io.millrace.interactive.page.StaticRoutes;
import io.millrace.interactive.problem.Failures;
import io.millrace.interactive.remote.Instances;
import io.millrace.interactive.remote.PeerClient;
import io.millrace.interactive.routing.Route;
import io.millrace.interactive.routing.Routes;
import io.millrace.interactive.stores.StoreRoutes;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.time.Clock;
import io.millrace.time.SystemClock;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows a running application over HTTP: its stores, topology, tasks, health and metrics, as {@code /openapi.json} describes. Safe from any thread.
 *
 * <pre>{@code
 * try (QueryServer server = QueryServer.start(runtime)) {
 *     System.out.println(server.uri());
 *     ...
 * }
 * }</pre>
 *
 * <p>It listens on the loopback address at port 7070 unless told otherwise. It may be started before the application and closed after it: until the application runs,
 * and once it closes, routes to stores answer 503. It only reads, with threads of its own; the application's threads never wait for it. It does not close the
 * application.
 */
public final class QueryServer implements AutoCloseable {

    /** The port unless told otherwise. */
    public static final int DEFAULT_PORT = 7070;

    private static final Logger LOG = LoggerFactory.getLogger(QueryServer.class);

    private final HttpServer http;
    private final URI uri;

    private QueryServer(HttpServer http, URI uri) {
        this.http = http;
        this.uri = uri;
    }

    /**
     * Listens on the loopback address at {@link #DEFAULT_PORT}.
     *
     * @throws java.io.UncheckedIOException if the port is taken
     */
    public static QueryServer start(StreamsRuntime runtime) {
        return builder(runtime).start();
    }

    /** A server that is told where to listen, who may ask, or how much it takes on. */
    public static Builder builder(StreamsRuntime runtime) {
        return new Builder(Objects.requireNonNull(runtime, "runtime"));
    }

    /** Where it listens, as {@code http://127.0.0.1:7070}; if it listens on all addresses, one that works on this machine. */
    public URI uri() {
        return uri;
    }

    /** Closes connections and event streams, and stops its threads; a request that is being answered ends with its connection. Idempotent. */
    @Override
    public void close() {
        http.close();
    }

    /** Settings of a server. Confined to one thread. */
    public static final class Builder {

        private static final String LOOPBACK = "127.0.0.1";

        private final StreamsRuntime runtime;
        private final Set<String> allowedHosts = new TreeSet<>();
        private String host = LOOPBACK;
        private int port = DEFAULT_PORT;
        private @Nullable String token;
        private QueryLimits limits = QueryLimits.defaults();
        private ObjectMapper mapper = new ObjectMapper();

        private Builder(StreamsRuntime runtime) {
            this.runtime = runtime;
        }

        /**
         * The port to listen on; 0 for one that is free.
         *
         * @throws IllegalArgumentException if it is not between 0 and 65,535
         */
        public Builder port(int newPort) {
            if (newPort < 0 || newPort > 65_535) {
                throw new IllegalArgumentException("The port must be between 0 and 65535, but is " + newPort);
            }
            port = newPort;
            return this;
        }

        /**
         * The address or host name to listen on; {@code 0.0.0.0} for all. Whoever reaches it can read all stores: {@link #token} keeps others out, but what is sent is
         * not encrypted.
         */
        public Builder host(String newHost) {
            host = Objects.requireNonNull(newHost, "newHost");
            return this;
        }

        /**
         * What a request must carry in {@code Authorization: Bearer}, other than to health, page and description. Instances of one application need the same.
         *
         * @throws IllegalArgumentException if it is blank
         */
        public Builder token(String newToken) {
            if (newToken.isBlank()) {
                throw new IllegalArgumentException("The token must not be blank");
            }
            token = newToken.trim();
            return this;
        }

        /**
         * A host name that requests may be for although the server listens on the loopback address, as behind a proxy on this machine. {@code localhost} and loopback
         * addresses always are; other names are refused with 421, since a web page elsewhere may point its name to this machine.
         */
        public Builder allowHost(String name) {
            allowedHosts.add(name.toLowerCase(Locale.ROOT));
            return this;
        }

        /** What it takes on at most. */
        public Builder limits(QueryLimits newLimits) {
            limits = Objects.requireNonNull(newLimits, "newLimits");
            return this;
        }

        /** How keys and values of the program's own classes are written as JSON. Copied. */
        public Builder objectMapper(ObjectMapper newMapper) {
            mapper = Objects.requireNonNull(newMapper, "newMapper");
            return this;
        }

        /**
         * Listens, and says where in one line of the log.
         *
         * @throws java.io.UncheckedIOException if the address cannot be bound
         */
        public QueryServer start() {
            boolean isLoopback = host.equals(LOOPBACK) || host.equals("localhost") || host.equals("::1");
            HttpServer http = assemble(isLoopback);
            http.start();
            String shown = host.equals("0.0.0.0") || host.equals("::") ? LOOPBACK : host;
            URI uri = URI.create("http://" + (shown.contains(":") ? "[" + shown + "]" : shown) + ":" + http.port());
            LOG.info(
                    "Query server listens on {} ({}, {})",
                    uri,
                    isLoopback ? "loopback only" : "reachable from other machines at " + host,
                    token == null ? "no token" : "with a token");
            return new QueryServer(http, uri);
        }

        private HttpServer assemble(boolean isLoopback) {
            Clock clock = SystemClock.instance();
            Failures failures = new Failures(runtime);
            Set<String> hosts = new TreeSet<>(allowedHosts);
            hosts.addAll(Set.of(LOOPBACK, "localhost", "[::1]", "::1"));
            LateNumbers numbers = new LateNumbers();
            HttpServer http = new HttpServer(
                    new HttpServer.Door(host, port, token, isLoopback ? hosts : null),
                    new Routes(routes(numbers, failures, clock)),
                    limits,
                    failures,
                    clock);
            numbers.http = http;
            return http;
        }

        /** Everything that is served. */
        List<Route> routes(MetricRoutes.ServerNumbers numbers, Failures failures, Clock clock) {
            JsonValues json = new JsonValues(mapper);
            Instances instances = new Instances(runtime, failures, new PeerClient(limits, failures, clock));
            List<Route> routes = new ArrayList<>();
            routes.addAll(new StaticRoutes().routes());
            routes.addAll(new ApplicationRoutes(runtime, json).routes());
            routes.addAll(new MetricRoutes(runtime, json, numbers).routes());
            routes.addAll(new StoreRoutes(runtime, json, limits, clock, failures, instances).routes());
            routes.addAll(new ChangeRoutes(runtime, json, failures, instances).routes());
            return routes;
        }
    }

    /** The server's numbers, which routes need before there is a server. */
    static final class LateNumbers implements MetricRoutes.ServerNumbers {

        private volatile @Nullable HttpServer http;

        private HttpServer http() {
            return Objects.requireNonNull(http, "http");
        }

        @Override
        public Map<Integer, Long> answers() {
            return http().answers();
        }

        @Override
        public int connections() {
            return http().connections();
        }

        @Override
        public int eventStreams() {
            return http().eventStreams();
        }

        @Override
        public long heldBytes() {
            return http().heldBytes();
        }
    }
}
