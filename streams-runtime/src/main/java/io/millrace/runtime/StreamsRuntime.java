package io.millrace.runtime;

import io.millrace.config.StreamsConfig;
import io.millrace.errors.StreamsException;
import io.millrace.errors.StreamsUncaughtExceptionHandler;
import io.millrace.log.LogBroker;
import io.millrace.processor.StateRestoreListener;
import io.millrace.runtime.directory.LockedStateDirectory;
import io.millrace.runtime.settings.RuntimeSettings;
import io.millrace.topology.Topology;
import io.millrace.topology.dag.ProcessorDag;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A running topology: threads that read topics of a broker, process and write, exactly once unless configured otherwise. Safe from any thread.
 *
 * <pre>{@code
 * try (EmbeddedBroker broker = EmbeddedBroker.inMemory();
 *         StreamsRuntime runtime = new StreamsRuntime(topology, config, broker)) {
 *     runtime.start();
 *     ...
 * }
 * }</pre>
 *
 * <p>The broker is not closed with the runtime. Instances of one {@code application.id} on one broker share the work.
 */
public class StreamsRuntime implements AutoCloseable {

    private final RuntimeSettings settings;
    private final Lifecycle lifecycle;
    private final Application application;

    /**
     * Compiles the topology.
     *
     * @param config Kafka Streams' keys and Millrace's own
     * @throws io.millrace.errors.TopologyException if the topology is not sound
     * @throws io.millrace.config.ConfigException if a setting is not valid
     */
    public StreamsRuntime(Topology topology, Properties config, LogBroker broker) {
        this(topology, new StreamsConfig(config), broker);
    }

    /** As the other constructor. */
    public StreamsRuntime(Topology topology, StreamsConfig config, LogBroker broker) {
        Objects.requireNonNull(topology, "topology");
        Objects.requireNonNull(config, "config");
        Objects.requireNonNull(broker, "broker");
        ProcessorDag dag = topology.compile(config);
        this.settings = new RuntimeSettings(config);
        this.lifecycle = new Lifecycle(settings.applicationId());
        this.application = new Application(dag, settings, broker, lifecycle);
    }

    /** Where an application is in its life. */
    public enum State {
        /** Not started. */
        CREATED,
        /** Tasks are being handed out or restored. */
        REBALANCING,
        /** All tasks process. */
        RUNNING,
        /** Closing. */
        PENDING_SHUTDOWN,
        /** Closed. */
        NOT_RUNNING,
        /** Closing because of an error. */
        PENDING_ERROR,
        /** Stopped by an error. */
        ERROR;

        /** Whether {@code start()} has not been called. */
        public boolean hasNotStarted() {
            return this == CREATED;
        }

        /** Whether it processes or is about to. */
        public boolean isRunningOrRebalancing() {
            return this == RUNNING || this == REBALANCING;
        }

        /** Whether it is closing. */
        public boolean isShuttingDown() {
            return this == PENDING_SHUTDOWN || this == PENDING_ERROR;
        }

        /** Whether it is over. */
        public boolean hasCompletedShutdown() {
            return this == NOT_RUNNING || this == ERROR;
        }

        /** Whether {@code start()} was called and it is not over yet. */
        public boolean hasStartedOrFinishedShuttingDown() {
            return isRunningOrRebalancing() || hasCompletedShutdown();
        }

        /** Whether it may go from this state to {@code newState}. */
        public boolean isValidTransition(State newState) {
            Set<State> next = switch (this) {
                case CREATED -> Set.of(REBALANCING, PENDING_SHUTDOWN);
                case REBALANCING -> Set.of(REBALANCING, RUNNING, PENDING_SHUTDOWN, PENDING_ERROR);
                case RUNNING -> Set.of(REBALANCING, PENDING_SHUTDOWN, PENDING_ERROR);
                case PENDING_SHUTDOWN -> Set.of(NOT_RUNNING);
                case PENDING_ERROR -> Set.of(ERROR);
                case NOT_RUNNING, ERROR -> Set.of();
            };
            return next.contains(newState);
        }
    }

    /** Hears of changes of state. Called on the thread that makes the change; must not block. */
    public interface StateListener {

        void onChange(State newState, State oldState);
    }

    /** The state now. */
    public State state() {
        return lifecycle.state();
    }

    /**
     * Sets who hears of changes of state; null for nobody.
     *
     * @throws IllegalStateException after {@link #start()}
     */
    public void setStateListener(@Nullable StateListener listener) {
        requireNotStarted("state listener");
        lifecycle.setListener(listener);
    }

    /**
     * Sets what happens when a stream thread fails; by default the application shuts down. What was not committed is dropped in any case.
     *
     * @throws IllegalStateException after {@link #start()}
     */
    public void setUncaughtExceptionHandler(StreamsUncaughtExceptionHandler handler) {
        requireNotStarted("uncaught exception handler");
        application.setUncaughtExceptionHandler(Objects.requireNonNull(handler, "handler"));
    }

    /**
     * Sets who hears of the restore of stores; null for nobody. Called on the stream threads.
     *
     * @throws IllegalStateException after {@link #start()}
     */
    public void setGlobalStateRestoreListener(@Nullable StateRestoreListener listener) {
        requireNotStarted("restore listener");
        application.setRestoreListener(listener);
    }

    private void requireNotStarted(String what) {
        if (!state().hasNotStarted()) {
            throw new IllegalStateException("The " + what + " must be set before start(); the state is " + state());
        }
    }

    /**
     * Makes the topics that the topology needs, and starts the threads. Returns before tasks process: see {@link StateListener}.
     *
     * @throws IllegalStateException if it was started before
     * @throws io.millrace.errors.MissingSourceTopicException if a source topic does not exist
     * @throws StreamsException if the state directory is in use, or topics contradict the topology
     */
    public void start() throws IllegalStateException, StreamsException {
        application.start();
    }

    /** Closes, waiting as long as it takes. Idempotent. */
    @Override
    public void close() {
        application.close(Long.MAX_VALUE / 2_000_000);
    }

    /**
     * Commits what is done, stops the threads and closes the stores. From a stream thread or one of its callbacks it returns at once, and the application closes
     * behind it.
     *
     * @return whether all of it was over within {@code timeout}
     * @throws IllegalArgumentException if {@code timeout} is negative
     */
    public boolean close(Duration timeout) throws IllegalArgumentException {
        if (timeout.isNegative()) {
            throw new IllegalArgumentException("The timeout must not be negative, got " + timeout);
        }
        return application.close(timeout.toMillis());
    }

    /**
     * Deletes the local state of the application; its stores are restored from their changelogs at the next start.
     *
     * @throws IllegalStateException while it is running
     * @throws StreamsException if a file cannot be deleted
     */
    public void cleanUp() {
        if (!state().hasNotStarted() && !state().hasCompletedShutdown()) {
            throw new IllegalStateException("Local state cannot be deleted while the application is " + state());
        }
        try {
            LockedStateDirectory.deleteTasks(Path.of(settings.stateDirectory()), settings.applicationId());
        } catch (IOException e) {
            throw new StreamsException("The local state in " + settings.stateDirectory() + " cannot be deleted", e);
        }
    }
}
