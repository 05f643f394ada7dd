package io.millrace.broker.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.commitlog.CommitLogFiles;
import io.millrace.broker.commitlog.Ledger;
import io.millrace.broker.disk.HeapDisk;
import io.millrace.broker.segment.DiskReserve;
import io.millrace.broker.segment.LogEnvironment;
import io.millrace.broker.segment.StorageHealth;
import io.millrace.broker.segment.TailCache;
import io.millrace.broker.topic.TopicRegistry;
import io.millrace.log.FencedException;
import io.millrace.log.ProducerOptions;
import io.millrace.time.Clock;
import io.millrace.time.Scheduler;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SessionsTest {

    private static final Clock STOPPED = new Clock() {
        @Override
        public long wallMs() {
            return 0;
        }

        @Override
        public long monotonicNanos() {
            return 0;
        }
    };

    private static final Scheduler NEVER = new Scheduler() {
        @Override
        public void run(Runnable work) {}

        @Override
        public Scheduled at(long monotonicNanos, Runnable work) {
            return () -> {};
        }
    };

    @Test
    void shouldGoOnWithANewProducerIdOnceTheEpochsAreUsedUp() throws IOException {
        StorageHealth health = new StorageHealth(new HeapDisk());
        HeapDisk disk = new HeapDisk();
        CommitPipeline pipeline = new CommitPipeline(
                new LogEnvironment(
                        disk,
                        STOPPED,
                        new TailCache(0),
                        health,
                        new DiskReserve(disk, 0),
                        new AtomicInteger(),
                        new AtomicLong()),
                new Ledger(),
                new CommitLogFiles(disk).open(0),
                false,
                NEVER);
        Sessions sessions = new Sessions(pipeline, new TopicRegistry(), health, STOPPED, NEVER, (short) 3);
        List<String> identities = new ArrayList<>();
        List<ProducerSession> opened = new ArrayList<>();

        for (int i = 0; i < 10; i++) {
            ProducerSession session = sessions.open(ProducerOptions.transactional("t", "t"));
            identities.add(session.producerId + "/" + session.epoch);
            opened.add(session);
        }

        assertThat(identities).doesNotHaveDuplicates();
        assertThat(opened.stream().map(session -> session.epoch))
                .containsExactly(
                        (short) 0, (short) 1, (short) 2, (short) 3, (short) 0, (short) 1, (short) 2, (short) 3,
                        (short) 0, (short) 1);
        assertThat(opened.stream().map(session -> session.producerId).distinct())
                .hasSize(3);
        for (ProducerSession old : opened.subList(0, 9)) {
            assertThatThrownBy(old::begin).isInstanceOf(FencedException.class);
        }
        opened.get(9).begin();
        assertThat(opened.get(9).state()).isEqualTo(ProducerSession.State.OPEN);
    }
}
