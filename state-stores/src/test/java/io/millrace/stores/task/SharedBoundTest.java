package io.millrace.stores.task;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SharedBoundTest {

    private final SharedBound bound = new SharedBound(100);
    private final SharedBound.Share busy = bound.share();
    private final SharedBound.Share idle = bound.share();

    @Test
    void shouldAskTheBusyTaskOnlyWhenAllTogetherAreOver() {
        busy.set(90);
        idle.set(10);
        assertThat(busy.isOver()).isFalse();

        busy.set(91);

        assertThat(busy.isOver()).isTrue();
        assertThat(idle.isOver()).isFalse();
    }

    @Test
    void shouldAskNobodyOnceTheBusyTaskHasFlushed() {
        busy.set(1_000);
        idle.set(50);

        busy.set(0);

        assertThat(busy.isOver()).isFalse();
        assertThat(idle.isOver()).isFalse();
        assertThat(bound.used()).isEqualTo(50);
    }

    @Test
    void shouldAlwaysAskSomebodyWhenOver() {
        busy.set(51);
        idle.set(51);

        assertThat(busy.isOver()).isTrue();
        assertThat(idle.isOver()).isTrue();
    }

    @Test
    void shouldForgetATaskThatClosesAndCloseItOnce() {
        busy.set(500);
        idle.set(101);
        busy.close();
        busy.close();

        assertThat(bound.used()).isEqualTo(101);
        assertThat(idle.isOver()).isTrue();
    }
}
