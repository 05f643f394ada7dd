package io.millrace.dsl;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.processor.FixedKeyProcessor;
import io.millrace.processor.FixedKeyRecord;
import io.millrace.processor.Processor;
import io.millrace.processor.Record;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ArgumentsTest {

    private final KStream<String, String> stream = new StreamsBuilder().stream("input");

    @Test
    void shouldNameTheArgumentThatIsNull() {
        assertNull("predicate", () -> stream.filter(null));
        assertNull("mapper", () -> stream.selectKey(null));
        assertNull("keySelector", () -> stream.groupBy(null));
        assertNull("named", () -> stream.mapValues(value -> value, (Named) null));
        assertNull("named", () -> stream.toTable((Named) null));
        assertNull("processorSupplier", () -> stream.process(null));
        assertNull("stateStoreNames", () -> stream.process(Same::new, (String[]) null));
        assertNull("a name among stateStoreNames", () -> stream.process(Same::new, "store", null));
    }

    @Test
    void shouldRefuseASupplierThatAlwaysReturnsTheSameProcessorWhereItIsGiven() {
        Same processor = new Same();
        SameValues values = new SameValues();

        assertThatThrownBy(() -> stream.process(() -> processor, Named.as("mine")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'mine'");
        assertThatThrownBy(() -> stream.processValues(() -> values)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldRefuseASupplierThatReturnsNull() {
        assertThatThrownBy(() -> stream.<String, String>process(() -> null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("returned null");
    }

    private static void assertNull(String argument, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(NullPointerException.class).hasMessage(argument + " cannot be null");
    }

    private static final class Same implements Processor<String, String, String, String> {
        @Override
        public void process(Record<String, String> record) {}
    }

    private static final class SameValues implements FixedKeyProcessor<String, String, String> {
        @Override
        public void process(FixedKeyRecord<String, String> record) {}
    }
}
