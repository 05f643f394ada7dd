package io.millrace.runtime.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.Race;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeterRaceTest {

    private static final int EVENTS = 20_000;

    @Test
    void shouldShowReadersEveryEventWithItsTimeAndNeverGoBack() throws Exception {
        Race.run(Counting::new);
    }

    private static final class Counting implements Race.Round {

        private final Meter meter = new Meter();

        @Override
        public List<Race.Step> steps() {
            return List.of(this::write, this::read);
        }

        private void write(Race.Pause pause) {
            for (int i = 0; i < EVENTS; i++) {
                meter.record(1, 10);
            }
        }

        /** Ends only if it sees what the other thread writes. */
        private void read(Race.Pause pause) {
            long before = 0;
            while (before < EVENTS) {
                long count = meter.count();
                if (count < before) {
                    throw new AssertionError("The count went from " + before + " to " + count);
                }
                before = count;
                if (count > 0 && meter.averageNanos() < 10) {
                    throw new AssertionError("An event is counted before its time: " + meter.averageNanos());
                }
            }
        }

        @Override
        public void check() {
            assertThat(meter.count()).isEqualTo(EVENTS);
            assertThat(meter.averageNanos()).isEqualTo(10);
            assertThat(meter.maxNanos()).isEqualTo(10);
        }
    }
}
