package io.millrace.simulation.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.dsl.StreamsBuilder;
import io.millrace.processor.Processor;
import io.millrace.processor.ProcessorContext;
import io.millrace.processor.PunctuationType;
import io.millrace.processor.Record;
import io.millrace.runtime.task.StreamTask;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ticks by wall clock of a task whose clock stands still, or is set. */
class ClockTest {

    private static final long HOUR_MS = 3_600_000;

    @TempDir
    Path directory;

    private final List<Long> ticks = new ArrayList<>();
    private TaskBench bench;
    private StreamTask task;

    private final class Ticking implements Processor<String, String, Void, Void> {

        @Override
        public void init(ProcessorContext<Void, Void> context) {
            context.schedule(Duration.ofMillis(100), PunctuationType.WALL_CLOCK_TIME, ticks::add);
        }

        @Override
        public void process(Record<String, String> record) {}
    }

    @BeforeEach
    void open() {
        StreamsBuilder builder = new StreamsBuilder();
        builder.<String, String>stream("in").process(Ticking::new);
        bench = new TaskBench(builder.build(), ManyOperators.config(), List.of("in"), directory);
        task = bench.tasks().get(0);
    }

    @AfterEach
    void close() {
        bench.close();
    }

    private int ticksAfterMs(long ms) {
        int before = ticks.size();
        bench.advanceMs(ms);
        bench.work(task);
        return ticks.size() - before;
    }

    @Test
    void shouldTickOnceAfterAPauseOfAnHour() {
        assertThat(ticksAfterMs(100)).isEqualTo(1);

        assertThat(ticksAfterMs(HOUR_MS)).isEqualTo(1);

        assertThat(ticksAfterMs(99)).isZero();
        assertThat(ticksAfterMs(1)).isEqualTo(1);
    }

    @Test
    void shouldTickOnThoughTheClockIsSetBackByAnHour() {
        assertThat(ticksAfterMs(100)).isEqualTo(1);
        bench.setWallBy(-HOUR_MS);

        assertThat(ticksAfterMs(99)).isZero();
        assertThat(ticksAfterMs(1)).isEqualTo(1);
        bench.rewind(task);
        assertThat(ticksAfterMs(100)).isEqualTo(1);
    }

    @Test
    void shouldTickOnceWhenTheClockIsSetAhead() {
        assertThat(ticksAfterMs(100)).isEqualTo(1);
        bench.setWallBy(HOUR_MS);

        assertThat(ticksAfterMs(1)).isEqualTo(1);
        assertThat(ticksAfterMs(98)).isZero();
    }
}
