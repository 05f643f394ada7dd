package io.millrace.test;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.PunctuationType;
import io.millrace.processor.Record;
import io.millrace.processor.StateRestoreCallback;
import io.millrace.processor.StateStore;
import io.millrace.processor.StateStoreContext;
import io.millrace.serialization.Serdes;
import io.millrace.state.KeyValueStore;
import io.millrace.stores.Stores;
import io.millrace.test.MockProcessorContext.CapturedForward;
import io.millrace.test.MockProcessorContext.CapturedPunctuator;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MockProcessorContextTest {

    private final MockProcessorContext<String, Long> context = new MockProcessorContext<>();

    /** Counts its keys; forwards the count to everybody, and of even ones to "even" too. */
    private static final class Counting implements Processor<String, String, String, Long> {

        private ProcessorContext<String, Long> context;
        private KeyValueStore<String, Long> counts;

        @Override
        public void init(ProcessorContext<String, Long> given) {
            context = given;
            counts = given.getStateStore("counts");
            context.schedule(Duration.ofSeconds(1), PunctuationType.WALL_CLOCK_TIME, now -> context.commit());
        }

        @Override
        public void process(Record<String, String> record) {
            Long before = counts.get(record.key());
            long count = before == null ? 1 : before + 1;
            counts.put(record.key(), count);
            context.forward(record.withValue(count));
            if (count % 2 == 0) {
                context.forward(record.withValue(count), "even");
            }
        }
    }

    private Counting initialised() {
        KeyValueStore<String, Long> counts = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("counts"), Serdes.String(), Serdes.Long())
                .withLoggingDisabled()
                .build();
        counts.init(context.getStateStoreContext(), counts);
        Counting processor = new Counting();
        processor.init(context);
        return processor;
    }

    @Test
    void shouldRegisterAStoreThatIsInitialisedWithItsContext() {
        Map<String, StateRestoreCallback> callbacks = new HashMap<>();
        StateStoreContext recording = recording(context.getStateStoreContext(), callbacks);
        KeyValueStore<String, Long> counts = Stores.keyValueStoreBuilder(
                        Stores.inMemoryKeyValueStore("counts"), Serdes.String(), Serdes.Long())
                .build();

        counts.init(recording, counts);
        callbacks.get("counts").restore("a".getBytes(UTF_8), new byte[] {0, 0, 0, 0, 0, 0, 0, 7});
        callbacks.get("counts").restore("b".getBytes(UTF_8), new byte[] {0, 0, 0, 0, 0, 0, 0, 8});
        callbacks.get("counts").restore("b".getBytes(UTF_8), null);

        assertThat(counts.get("a")).isEqualTo(7);
        assertThat(counts.get("b")).isNull();
    }

    /** The context that notes the callbacks of the stores that register. */
    private static StateStoreContext recording(StateStoreContext context, Map<String, StateRestoreCallback> callbacks) {
        return (StateStoreContext) Proxy.newProxyInstance(
                StateStoreContext.class.getClassLoader(),
                new Class<?>[] {StateStoreContext.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("register")) {
                        callbacks.put(((StateStore) arguments[0]).name(), (StateRestoreCallback) arguments[1]);
                        return null;
                    }
                    return method.invoke(context, arguments);
                });
    }

    @Test
    void shouldKeepWhatIsForwardedByChild() {
        Counting processor = initialised();

        processor.process(new Record<>("a", "x", 5));
        processor.process(new Record<>("a", "y", 6));

        Record<String, Long> first = new Record<>("a", 1L, 5);
        Record<String, Long> second = new Record<>("a", 2L, 6);
        assertThat(context.forwarded())
                .extracting(CapturedForward::record)
                .isEqualTo(java.util.List.of(first, second, second));
        assertThat(context.forwarded("odd")).hasSize(2);
        assertThat(context.forwarded("even")).hasSize(3);
    }

    @Test
    void shouldGivePunctuatorsToTheTest() {
        initialised();
        CapturedPunctuator punctuator = context.scheduledPunctuators().get(0);

        punctuator.getPunctuator().punctuate(1000);

        assertThat(context.committed()).isTrue();
        assertThat(punctuator.getInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(punctuator.getStartTime()).isEqualTo(Instant.EPOCH);
        assertThat(punctuator.cancelled()).isFalse();
    }

    @Test
    void shouldForgetForwardsAndCommits() {
        Counting processor = initialised();
        processor.process(new Record<>("a", "x", 5));
        context.commit();

        context.resetForwards();
        context.resetCommit();

        assertThat(context.forwarded()).isEmpty();
        assertThat(context.committed()).isFalse();
    }

    @Test
    void shouldTellTheTimesAndCoordinatesThatTheTestHasSet() {
        context.setCurrentStreamTimeMs(7);
        context.setCurrentSystemTimeMs(8);
        context.setRecordMetadata("in", 1, 42);

        assertThat(context.currentStreamTimeMs()).isEqualTo(7);
        assertThat(context.currentSystemTimeMs()).isEqualTo(8);
        assertThat(context.recordMetadata()).hasValueSatisfying(at -> {
            assertThat(at.topic()).isEqualTo("in");
            assertThat(at.offset()).isEqualTo(42);
        });
    }

    @Test
    void shouldAskForTheSystemTimeBeforeItTellsIt() {
        assertThatThrownBy(context::currentSystemTimeMs).isInstanceOf(IllegalStateException.class);
    }
}
