package io.millrace.parity.oracle;

import io.millrace.parity.program.Event;
import io.millrace.parity.program.Interpreter;
import io.millrace.parity.program.Scenario;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.errors.LogAndContinueExceptionHandler;
import org.apache.kafka.streams.state.BuiltInDslStoreSuppliers;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Builds the program, pipes the records, and writes down what can be seen. */
public final class LibraryInterpreter implements Interpreter {

    /** Where wall-clock time starts. */
    private static final long WALL_CLOCK_START_MS = 1_000_000;

    private static final int STORES_EVERY = 5;
    private static final Logger LOG = LoggerFactory.getLogger(LibraryInterpreter.class);

    private final String stateDirectory;
    private final boolean closesWhatFailed;
    private int runs;

    /**
     * @param closesWhatFailed whether a driver that has failed is closed: what 4.3.1's does in close can go on forever, so there only its stores are
     */
    public LibraryInterpreter(String stateDirectory, boolean closesWhatFailed) {
        this.stateDirectory = stateDirectory;
        this.closesWhatFailed = closesWhatFailed;
    }

    @Override
    public List<String> run(Scenario scenario) {
        return run(scenario, null);
    }

    /** Like {@link #run(Scenario)}, but some calls of processors are left out. */
    public List<String> runWithout(SkippedCalls calls, Scenario scenario) {
        return run(scenario, calls);
    }

    private List<String> run(Scenario scenario, @Nullable SkippedCalls calls) {
        Transcript transcript = new Transcript(calls);
        Properties config = config(scenario.settings(), transcript);
        if (calls != null) {
            config.put(StreamsConfig.PROCESSOR_WRAPPER_CLASS_CONFIG, CallWrapper.class);
            config.put(CallWrapper.GATE, calls);
            config.put(ContinuingHandler.SKIPPED_CALLS, calls);
        }
        try {
            Topology topology = new ProgramBuilder(scenario, config, transcript).build();
            transcript.describe(topology.describe().toString());
            run(scenario, topology, config, transcript);
        } catch (RuntimeException e) {
            transcript.failed(e);
        }
        Directories.delete(Path.of(config.getProperty(StreamsConfig.STATE_DIR_CONFIG)));
        return transcript.lines();
    }

    private void run(Scenario scenario, Topology topology, Properties config, Transcript transcript) {
        TopologyTestDriver driver = new TopologyTestDriver(topology, config, Instant.ofEpochMilli(WALL_CLOCK_START_MS));
        if (!run(scenario, driver, transcript)) {
            driver.close();
        } else {
            transcript.end();
            release(driver);
        }
    }

    /** Gives back the files of a driver that has failed; what goes wrong then says nothing about the program. */
    private void release(TopologyTestDriver driver) {
        List<Runnable> closing = new ArrayList<>();
        if (closesWhatFailed) {
            closing.add(driver::close);
        } else {
            driver.getAllStateStores().values().forEach(store -> closing.add(store::close));
        }
        for (Runnable close : closing) {
            try {
                close.run();
            } catch (RuntimeException e) {
                LOG.debug("A driver that had failed did not close well", e);
            }
        }
    }

    /** Whether something failed. A second failure ends it; with record caches the first, since the next flush fails again. */
    private static boolean run(Scenario scenario, TopologyTestDriver driver, Transcript transcript) {
        OutputReader outputs = new OutputReader(driver, transcript);
        StoreReader stores = new StoreReader(driver, transcript);
        boolean failed = false;
        int count = 0;
        for (Event event : scenario.events()) {
            transcript.event(event);
            try {
                apply(driver, event);
            } catch (RuntimeException e) {
                transcript.failed(e);
                if (failed || scenario.settings().caching()) {
                    return true;
                }
                failed = true;
            }
            outputs.read();
            if (++count % STORES_EVERY == 0) {
                stores.read();
            }
        }
        transcript.section("at the end");
        stores.read();
        stores.readThroughGetters();
        return failed;
    }

    private Properties config(Scenario.Settings settings, Transcript transcript) {
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "parity");
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        config.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory + "/" + ++runs);
        config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.StringSerde.class);
        config.put(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, settings.optimization());
        if (!settings.caching()) {
            config.put(StreamsConfig.STATESTORE_CACHE_MAX_BYTES_CONFIG, 0);
        }
        if (settings.inMemory()) {
            config.put(
                    StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG,
                    BuiltInDslStoreSuppliers.InMemoryDslStoreSuppliers.class);
        }
        if (settings.header()) {
            config.put(StreamsConfig.DSL_STORE_FORMAT_CONFIG, StreamsConfig.DSL_STORE_FORMAT_HEADERS);
        }
        if (settings.handler().equals("continue")) {
            config.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, ContinuingHandler.class);
            config.put(ContinuingHandler.TRANSCRIPT, transcript);
            config.put(
                    StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, LogAndContinueExceptionHandler.class);
        }
        if (settings.wrapper()) {
            config.put(StreamsConfig.PROCESSOR_WRAPPER_CLASS_CONFIG, CallWrapper.class);
            config.put(CallWrapper.GATE, (CallWrapper.Gate) transcript::call);
        }
        return config;
    }

    private static void apply(TopologyTestDriver driver, Event event) {
        if (event instanceof Event.Pipe pipe) {
            Headers headers = new RecordHeaders();
            for (int i = 0; i < pipe.headers().size(); i += 2) {
                headers.add(pipe.headers().get(i), pipe.headers().get(i + 1).getBytes(StandardCharsets.UTF_8));
            }
            driver.createInputTopic(pipe.topic(), new StringSerializer(), new StringSerializer())
                    .pipeInput(new TestRecord<>(
                            pipe.key(), pipe.value(), headers, Instant.ofEpochMilli(pipe.timestampMs())));
        } else if (event instanceof Event.Advance advance) {
            driver.advanceWallClockTime(Duration.ofMillis(advance.ms()));
        }
    }
}
