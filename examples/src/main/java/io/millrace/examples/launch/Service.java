package io.millrace.examples.launch;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.config.StreamsConfig;
import io.millrace.interactive.QueryServer;
import io.millrace.runtime.StreamsRuntime;
import io.millrace.time.SystemClock;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** An example that runs on and on: live input, its topology, and the query server. */
final class Service implements AutoCloseable {

    private static final int PARTITIONS = 3;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(20);

    private final StreamsRuntime runtime;
    private final QueryServer server;
    private final LiveFeed feed;

    private Service(StreamsRuntime runtime, QueryServer server, LiveFeed feed) {
        this.runtime = runtime;
        this.server = server;
        this.feed = feed;
    }

    /**
     * Starts everything.
     *
     * @param onEnd called when the application ends, also by itself
     * @throws Refusal if the example has no live input, or the port is taken
     */
    static Service start(Example example, Workspace workspace, int port, Runnable onEnd) throws Refusal {
        LiveInput input = example.live()
                .orElseThrow(() -> new Refusal("cannot be served: it has no live input"))
                .get();
        EmbeddedBroker broker = workspace.broker();
        boolean isNewData = createTopics(example, broker);
        Map<String, Object> settings = new HashMap<>(example.settings());
        settings.put(StreamsConfig.APPLICATION_ID_CONFIG, example.name());
        settings.put(StreamsConfig.STATE_DIR_CONFIG, workspace.stateDirectory().toString());
        StreamsRuntime runtime = new StreamsRuntime(example.topology().get(), new StreamsConfig(settings), broker);
        QueryServer server;
        try {
            server = QueryServer.builder(runtime).port(port).start();
        } catch (UncheckedIOException e) {
            runtime.close();
            throw new Refusal("cannot listen on port " + port + " (" + Reasons.of(e) + "); try --port 0", e);
        }
        LiveFeed feed = new LiveFeed(example.name(), broker, input, new LiveClock(SystemClock.instance(), isNewData));
        runtime.setStateListener((now, before) -> {
            if (now.isShuttingDown() || now.hasCompletedShutdown()) {
                onEnd.run();
            }
        });
        runtime.start();
        feed.start();
        return new Service(runtime, server, feed);
    }

    /** Makes the topics that are not there; returns whether none was. */
    private static boolean createTopics(Example example, EmbeddedBroker broker) {
        Set<String> topics = new LinkedHashSet<>(example.input().topics());
        topics.addAll(example.topicsBetween());
        example.results().forEach(table -> topics.add(table.topic()));
        boolean isNew = true;
        for (String topic : topics) {
            if (broker.topics().describe(topic).isPresent()) {
                isNew = false;
            } else {
                broker.createTopic(topic, PARTITIONS);
            }
        }
        return isNew;
    }

    /** Where the server listens. */
    URI uri() {
        return server.uri();
    }

    /** Ends it in order: no more input, no more requests, then the application, which commits what it has. */
    @Override
    public void close() {
        feed.close();
        server.close();
        runtime.close(CLOSE_PATIENCE);
    }
}
