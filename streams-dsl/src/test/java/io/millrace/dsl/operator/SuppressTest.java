package io.millrace.dsl.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.dsl.plan.Suppress.Limits;
import io.millrace.errors.StreamsException;
import io.millrace.serialization.Serdes;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SuppressTest {

    private static final long MANY = Long.MAX_VALUE;

    @Test
    void shouldKeepPlaceInQueueWhenRowChanges() {
        OperatorHarness suppress = running(new Limits(10, false, MANY, MANY, true, false));

        suppress.process("a", new Change<>("a1", null), 0)
                .process("b", new Change<>("b1", null), 1)
                .process("a", new Change<>("a2", "a1"), 5);
        assertThat(suppress.forwarded()).isEmpty();

        suppress.process("c", new Change<>("c1", null), 10);
        assertThat(suppress.forwarded()).containsExactly("a=(a2<-a1)@5");
    }

    @Test
    void shouldEmitOldestFirstWhenFull() {
        OperatorHarness suppress = running(new Limits(1000, false, 2, MANY, true, false));

        suppress.process("b", new Change<>("1", null), 2)
                .process("a", new Change<>("1", null), 1)
                .process("c", new Change<>("1", null), 3);

        assertThat(suppress.forwarded()).containsExactly("a=(1<-null)@1");
    }

    @Test
    void shouldStopWhenStrictBufferIsFull() {
        OperatorHarness suppress = running(new Limits(1000, false, 1, MANY, false, false));
        suppress.process("a", new Change<>("1", null), 1);

        assertThatThrownBy(() -> suppress.process("b", new Change<>("1", null), 2))
                .isInstanceOf(StreamsException.class)
                .hasMessageContaining("is full")
                .hasMessageContaining("2 of at most 1 records");
    }

    @Test
    void shouldSwallowDeletesOnlyWhereResultsAreFinal() {
        OperatorHarness kept = running(new Limits(0, false, MANY, MANY, true, false));
        OperatorHarness swallowed = running(new Limits(0, false, MANY, MANY, true, true));

        kept.process("a", new Change<>(null, "1"), 1);
        swallowed.process("a", new Change<>(null, "1"), 1);

        assertThat(kept.forwarded()).containsExactly("a=(null<-1)@1");
        assertThat(swallowed.forwarded()).isEmpty();
    }

    @Test
    void shouldFindItsOrderAgainInTheStoreAfterRewind() {
        OperatorHarness suppress = running(new Limits(10, false, MANY, MANY, true, false));
        suppress.process("b", new Change<>("b1", "b0"), 0)
                .process("a", new Change<>("a1", null), 1)
                .committed();
        suppress.rewind();

        suppress.process("c", new Change<>("c1", null), 11);

        assertThat(suppress.forwarded()).containsExactly("b=(b1<-b0)@0", "a=(a1<-null)@1");
    }

    private static OperatorHarness running(Limits limits) {
        return new OperatorHarness()
                .with(Suppress.bufferBuilder("buffer", Serdes.String(), Serdes.String(), Map.of()))
                .running(Suppress.supplier("buffer", limits));
    }
}
