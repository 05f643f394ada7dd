package io.millrace.runtime.punctuation;

import static io.millrace.processor.PunctuationType.STREAM_TIME;
import static io.millrace.processor.PunctuationType.WALL_CLOCK_TIME;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.processor.Cancellable;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PunctuationScheduleTest {

    private final PunctuationSchedule schedule = new PunctuationSchedule();
    private final List<Long> ticks = new ArrayList<>();

    @Test
    void shouldTickAsSoonAsTimeIsKnownWhenAlignedToZero() {
        schedule.add(STREAM_TIME, 0, 10, ticks::add);

        schedule.punctuate(STREAM_TIME, 3);
        schedule.punctuate(STREAM_TIME, 9);
        schedule.punctuate(STREAM_TIME, 10);

        assertThat(ticks).containsExactly(3L, 10L);
    }

    @Test
    void shouldCollapseMissedTicksAndStayOnTheGrid() {
        schedule.add(WALL_CLOCK_TIME, 100, 10, ticks::add);

        schedule.punctuate(WALL_CLOCK_TIME, 137);
        schedule.punctuate(WALL_CLOCK_TIME, 139);
        schedule.punctuate(WALL_CLOCK_TIME, 140);

        assertThat(ticks).containsExactly(137L, 140L);
    }

    @Test
    void shouldHonourACancelInsideTheCallback() {
        Cancellable[] timer = new Cancellable[1];
        timer[0] = schedule.add(STREAM_TIME, 0, 10, time -> {
            ticks.add(time);
            timer[0].cancel();
        });

        schedule.punctuate(STREAM_TIME, 5);
        schedule.punctuate(STREAM_TIME, 50);

        assertThat(ticks).containsExactly(5L);
    }

    @Test
    void shouldTellTheNextTickByWallClock() {
        assertThat(schedule.nextWallMs()).isEqualTo(Long.MAX_VALUE);

        schedule.add(WALL_CLOCK_TIME, 100, 10, ticks::add);

        assertThat(schedule.nextWallMs()).isEqualTo(100);
    }

    @Test
    void shouldGoBackToTheTicksOfTheLastCommitWhenItRewinds() {
        schedule.add(STREAM_TIME, 0, 10, ticks::add);
        Cancellable cancelled = schedule.add(STREAM_TIME, 0, 10, time -> ticks.add(-time));
        schedule.punctuate(STREAM_TIME, 5);
        schedule.committed();
        schedule.punctuate(STREAM_TIME, 17);
        cancelled.cancel();
        schedule.add(STREAM_TIME, 0, 1, time -> ticks.add(1_000L));

        schedule.rewind();
        ticks.clear();
        schedule.punctuate(STREAM_TIME, 17);

        assertThat(ticks).containsExactlyInAnyOrder(17L, -17L);
    }

    @Test
    void shouldNotWaitLongerThanItsIntervalWhenTheClockIsSetBackAlsoAfterARewind() {
        schedule.add(WALL_CLOCK_TIME, 10_130, 100, ticks::add);
        schedule.add(STREAM_TIME, 10_130, 100, ticks::add);
        schedule.committed();

        schedule.clockSetBack(10_040, 55);
        assertThat(schedule.nextWallMs()).as("on the same grid").isEqualTo(130);
        schedule.punctuate(WALL_CLOCK_TIME, 130);
        schedule.rewind();

        assertThat(schedule.nextWallMs()).isEqualTo(130);
        assertThat(schedule.isDue(STREAM_TIME, 10_129)).isFalse();
        assertThat(ticks).containsExactly(130L);
    }

    @Test
    void shouldBeginAtTheTimeThatWasAskedForThoughTheClockIsSetBackBefore() {
        schedule.add(WALL_CLOCK_TIME, 90_000, 100, ticks::add);

        schedule.clockSetBack(10_000, 5_000);

        assertThat(schedule.nextWallMs()).isEqualTo(90_000);
    }
}
