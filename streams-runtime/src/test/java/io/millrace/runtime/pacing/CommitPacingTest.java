package io.millrace.runtime.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.runtime.pacing.CommitPacing.EarlyCommits;
import org.junit.jupiter.api.Test;

class CommitPacingTest {

    private static final long MS = 1_000_000;

    @Test
    void shouldCommitOnceTheIntervalIsOver() {
        CommitPacing pacing = new CommitPacing(100, EarlyCommits.NEVER, 0);

        assertThat(pacing.isDue(99 * MS, true, true)).isFalse();
        assertThat(pacing.isDue(100 * MS, true, false)).isTrue();
    }

    @Test
    void shouldCommitEarlyWhenInputRunsDryAndThereIsOutput() {
        CommitPacing pacing = new CommitPacing(100, EarlyCommits.ALLOWED, 0);

        assertThat(pacing.isDue(2 * MS, true, true)).isTrue();
        assertThat(pacing.isDue(2 * MS, true, false)).as("input left").isFalse();
        assertThat(pacing.isDue(2 * MS, false, true))
                .as("nothing but a position")
                .isFalse();
    }

    @Test
    void shouldPauseTenTimesTheCostOfTheLastCommit() {
        CommitPacing pacing = new CommitPacing(100, EarlyCommits.ALLOWED, 0);
        pacing.finished(10 * MS, 13 * MS);

        assertThat(pacing.isDue(39 * MS, true, true)).isFalse();
        assertThat(pacing.isDue(40 * MS, true, true)).isTrue();
        assertThat(pacing.nextNanos(true, true)).isEqualTo(40 * MS);
    }

    @Test
    void shouldNeverPauseLongerThanTheInterval() {
        CommitPacing pacing = new CommitPacing(100, EarlyCommits.ALLOWED, 0);
        pacing.finished(0, 500 * MS);

        assertThat(pacing.isDue(100 * MS, true, true)).isTrue();
    }

    @Test
    void shouldCommitSoonWhenTheProgramAsks() {
        CommitPacing pacing = new CommitPacing(100, EarlyCommits.NEVER, 0);

        pacing.request();

        assertThat(pacing.isDue(1, false, false)).isTrue();
        pacing.finished(1, 2);
        assertThat(pacing.isDue(3, false, false)).isFalse();
    }

    @Test
    void shouldCommitOnceAfterACommitThatTookSeveralIntervals() {
        CommitPacing pacing = new CommitPacing(100, EarlyCommits.NEVER, 0);
        pacing.finished(100 * MS, 450 * MS);

        assertThat(pacing.isDue(450 * MS, true, false)).isTrue();
        pacing.finished(450 * MS, 460 * MS);
        assertThat(pacing.isDue(549 * MS, true, false))
                .as("those that were missed are not made up for")
                .isFalse();
    }
}
