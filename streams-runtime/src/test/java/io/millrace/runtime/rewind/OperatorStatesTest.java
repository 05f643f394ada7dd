package io.millrace.runtime.rewind;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.stores.table.UndoLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OperatorStatesTest {

    private final List<String> events = new ArrayList<>();

    private io.millrace.topology.dag.RewindableState state(String name) {
        return new io.millrace.topology.dag.RewindableState() {
            @Override
            public void committed() {
                events.add(name + " committed");
            }

            @Override
            public void rewind() {
                events.add(name + " rewound");
            }

            @Override
            public Runnable savepoint() {
                events.add(name + " saved");
                return () -> events.add(name + " put back");
            }
        };
    }

    @Test
    void shouldKnowWhatWasCommittedBeforeTheTaskWasMade() {
        OperatorStates states = new OperatorStates(Map.of("windows", 90L));

        assertThat(states.savedProgress("windows")).isEqualTo(90);
        assertThat(states.savedProgress("another")).isEqualTo(-1);
        assertThat(states.progress()).isEqualTo(Map.of("windows", 90L));
    }

    @Test
    void shouldGoBackToTheProgressOfTheLastCommit() {
        OperatorStates states = new OperatorStates(Map.of("windows", 90L));
        states.saveProgress("windows", 100);
        states.committed();
        states.saveProgress("windows", 120);
        states.saveProgress("waiting", 7);

        states.rewind();

        assertThat(states.progress()).isEqualTo(Map.of("windows", 100L));
        assertThat(states.savedProgress("waiting")).isEqualTo(-1);
    }

    @Test
    void shouldGoBackToWhatItBeganWithIfNothingWasCommitted() {
        OperatorStates states = new OperatorStates(Map.of("windows", 90L));
        states.saveProgress("windows", 100);

        states.rewind();

        assertThat(states.progress()).isEqualTo(Map.of("windows", 90L));
    }

    @Test
    void shouldKeepTheProgressOfOperatorsThatDidNotMoveSince() {
        OperatorStates states = new OperatorStates(Map.of());
        states.saveProgress("first", 1);
        states.committed();
        states.saveProgress("second", 2);
        states.committed();

        states.rewind();

        assertThat(states.progress()).isEqualTo(Map.of("first", 1L, "second", 2L));
    }

    @Test
    void shouldTellEveryRegisteredStateOfCommitsAndRewindsInTheirOrder() {
        OperatorStates states = new OperatorStates(Map.of());
        states.register(state("a"));
        states.register(state("b"));

        states.committed();
        states.rewind();

        assertThat(events).containsExactly("a committed", "b committed", "a rewound", "b rewound");
    }

    @Test
    void shouldPutStatesBackToWhereARecordBegan() {
        OperatorStates states = new OperatorStates(Map.of());
        states.register(state("a"));
        states.register(state("b"));
        UndoLog undo = new UndoLog();
        int mark = undo.begin();

        states.noteIn(undo);
        undo.backTo(mark);

        assertThat(events).containsExactly("a saved", "b saved", "b put back", "a put back");
    }
}
