package io.millrace.broker;

import static io.millrace.broker.BrokerFixture.A0;
import static io.millrace.broker.BrokerFixture.A1;
import static io.millrace.broker.BrokerFixture.append;
import static io.millrace.broker.BrokerFixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.log.BrokerUnavailableException;
import io.millrace.log.Isolation;
import io.millrace.log.LogProducer;
import io.millrace.log.PendingCommit;
import io.millrace.log.ProducerOptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What still works on a disk that is full to the last byte. */
class DiskReserveTest {

    private static final int RESERVE_BYTES = 4096;
    private static final String RESERVE = "reserve";

    private BrokerFixture fixture;

    @BeforeEach
    void open() {
        fixture = new BrokerFixture();
        fixture.broker.close();
        fixture.options = fixture.options.withReserveBytes(RESERVE_BYTES);
        fixture.broker = EmbeddedBroker.open(fixture.disk, fixture.options);
        fixture.broker.createTopic("a", 2);
        fixture.write(A0, "1");
        passMs(BrokerOptions.DEFAULT_HOUSEKEEPING_MS);
    }

    private void passMs(long ms) {
        fixture.clock.advanceMs(ms);
        fixture.scheduler.runDue();
    }

    @Test
    void shouldHaveAReserveOfItsSize() {
        assertThat(bytes(fixture.disk, RESERVE)).hasSize(RESERVE_BYTES).containsOnly(0);
    }

    @Test
    void shouldDecideCommitsWriteAbortsAndCloseThoughTheDiskIsFull() {
        LogProducer before = fixture.transactional("before");
        before.begin();
        append(before, A1, "written before");
        before.flush();
        LogProducer aborted = fixture.transactional("aborted");
        aborted.begin();
        append(aborted, A1, "to be aborted");
        aborted.flush();
        LogProducer late = fixture.transactional("late");
        late.begin();
        append(late, A0, "does not fit");
        fixture.disk.fillUpAfter(0);

        assertThat(fixture.commit(late).state()).isEqualTo(PendingCommit.State.FAILED);

        assertThat(fixture.disk.exists(RESERVE)).isFalse();
        aborted.abort();
        assertThat(fixture.commit(before).state()).isEqualTo(PendingCommit.State.COMMITTED);
        assertThat(fixture.committed(A1)).containsExactly("written before");
        assertThat(fixture.end(A1, Isolation.READ_COMMITTED)).isEqualTo(fixture.end(A1, Isolation.READ_UNCOMMITTED));
        LogProducer plain = fixture.broker.producer(ProducerOptions.idempotent("plain"));
        append(plain, A0, "refused");
        assertThatThrownBy(plain::flush)
                .isInstanceOf(BrokerUnavailableException.class)
                .hasMessageContaining("is full")
                .satisfies(e -> assertThat(((BrokerUnavailableException) e).isTemporary())
                        .isTrue());
        fixture.broker.close();
        assertThat(fixture.disk.list("commit-log")).anyMatch(name -> name.endsWith(".snapshot"));
        fixture.broker = EmbeddedBroker.open(fixture.disk, fixture.options);
        assertThat(fixture.committed(A1)).containsExactly("written before");
    }

    @Test
    void shouldAppendAgainAndMakeItsReserveAgainOnceThereIsSpace() {
        LogProducer producer = fixture.transactional("p");
        producer.begin();
        append(producer, A0, "does not fit");
        fixture.disk.fillUpAfter(0);
        assertThat(fixture.commit(producer).state()).isEqualTo(PendingCommit.State.FAILED);
        passMs(3_000);
        assertThat(fixture.disk.exists(RESERVE)).isFalse();

        fixture.disk.fillUpAfter(Long.MAX_VALUE);
        passMs(1_000);

        assertThat(bytes(fixture.disk, RESERVE)).hasSize(RESERVE_BYTES);
        producer.begin();
        append(producer, A0, "2");
        assertThat(fixture.commit(producer).state()).isEqualTo(PendingCommit.State.COMMITTED);
        assertThat(fixture.committed(A0)).containsExactly("1", "2");
    }

    @Test
    void shouldOpenOnAFullDiskByGivingUpWhatTheLastBrokerKept() {
        LogProducer open = fixture.transactional("open");
        open.begin();
        append(open, A1, "to be aborted");
        open.flush();
        fixture.disk.fillUpAfter(0);

        fixture.killAndReopen();

        assertThat(fixture.committed(A0)).containsExactly("1");
        assertThat(fixture.committed(A1)).isEmpty();
        assertThat(fixture.disk.exists(RESERVE)).isFalse();
    }
}
