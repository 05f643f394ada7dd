package io.millrace.runtime.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.EmbeddedBroker;
import io.millrace.errors.TaskMigratedException;
import io.millrace.log.BrokerUnavailableException;
import io.millrace.log.CommittedOffset;
import io.millrace.log.GroupMembership;
import io.millrace.log.Isolation;
import io.millrace.log.LogBroker;
import io.millrace.log.LogProducer;
import io.millrace.log.PendingCommit;
import io.millrace.log.ProducerOptions;
import io.millrace.processor.TaskId;
import io.millrace.record.TopicPartition;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CommitSequenceTest {

    private static final TopicPartition INPUT = new TopicPartition("in", 0);
    private static final TopicPartition OUTPUT = new TopicPartition("out", 0);

    private final EmbeddedBroker broker = EmbeddedBroker.inMemory();
    private final List<String> steps = new ArrayList<>();

    @BeforeEach
    void createTopics() {
        broker.createTopic("in", 1);
        broker.createTopic("out", 1);
        try (LogProducer producer = broker.producer(ProducerOptions.idempotent("input"))) {
            for (int i = 0; i < 10; i++) {
                producer.appender(INPUT).append(i, null, new byte[] {1}, null);
            }
            producer.flush();
        }
    }

    @AfterEach
    void closeBroker() {
        broker.close();
    }

    private CommitSequence sequence() {
        return new CommitSequence(
                broker,
                true,
                () -> GroupMembership.standalone("group"),
                () -> {},
                (step, task) -> steps.add(task.id() + " " + step));
    }

    /** A task that writes one record per commit and says what is asked of it. */
    private final class FakeTask implements CommitParticipant {

        final TaskId id;
        final LogProducer producer;
        final long offset;
        RuntimeException failure;
        long commitNumber = -1;
        int rewinds;

        FakeTask(int partition, long offset) {
            this.id = new TaskId(0, partition);
            this.offset = offset;
            this.producer = broker.producer(ProducerOptions.transactional("task-" + id, "task-" + id));
        }

        @Override
        public TaskId id() {
            return id;
        }

        @Override
        public void flushCaches() {
            producer.begin();
            producer.appender(OUTPUT).append(0, null, new byte[] {(byte) id.partition()}, null);
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public Map<TopicPartition, CommittedOffset> seal() {
            return Map.of(INPUT, new CommittedOffset(offset, "m" + id.partition()));
        }

        @Override
        public void commitOffsets(Map<TopicPartition, CommittedOffset> offsets, GroupMembership member) {
            throw new IllegalStateException("there are transactions");
        }

        @Override
        public void appendChangelogs() {
            producer.flush();
        }

        @Override
        public LogProducer addOffsets(Map<TopicPartition, CommittedOffset> offsets, GroupMembership member) {
            producer.addOffsets(offsets, member);
            return producer;
        }

        @Override
        public void deciding() {}

        @Override
        public void committed(long number) {
            commitNumber = number;
        }

        @Override
        public void rewind() {
            rewinds++;
        }
    }

    @Test
    void shouldTakeTheStepsInOrderAndMakeOutputAndOffsetsVisibleTogether() {
        FakeTask task = new FakeTask(0, 5);

        sequence().commit(List.of(task));

        assertThat(steps).containsExactly("0_0 FLUSH_CACHES", "0_0 SEAL", "0_0 APPEND", "0_0 DECIDE", "0_0 APPLY");
        assertThat(task.commitNumber).isPositive();
        assertThat(broker.topics().committed("group", List.of(INPUT)))
                .containsEntry(INPUT, new CommittedOffset(5, "m0"));
        assertThat(broker.topics().endOffset(OUTPUT, Isolation.READ_COMMITTED)).isPositive();
    }

    @Test
    void shouldRewindATaskWhoseUserCodeThrowsAndCommitTheOnesBeforeIt() {
        FakeTask good = new FakeTask(0, 5);
        FakeTask bad = new FakeTask(1, 6);
        bad.failure = new IllegalStateException("user code");

        assertThatThrownBy(() -> sequence().commit(List.of(good, bad))).hasMessage("user code");

        assertThat(good.commitNumber).isPositive();
        assertThat(bad.commitNumber).isEqualTo(-1);
        assertThat(bad.rewinds).isEqualTo(1);
        assertThat(broker.topics().committed("group", List.of(INPUT)).get(INPUT).offset())
                .isEqualTo(5);
    }

    @Test
    void shouldReportAFencedTaskAsMigratedAndLeaveNothingOfItVisible() {
        FakeTask zombie = new FakeTask(0, 5);
        FakeTask successor = new FakeTask(0, 7);

        assertThatThrownBy(() -> sequence().commit(List.of(zombie))).isInstanceOf(TaskMigratedException.class);

        assertThat(zombie.commitNumber).isEqualTo(-1);
        assertThat(broker.topics().committed("group", List.of(INPUT))).isEmpty();
        sequence().commit(List.of(successor));
        assertThat(broker.topics().committed("group", List.of(INPUT)).get(INPUT).offset())
                .isEqualTo(7);
    }

    @Test
    void shouldThrowTheReasonOnceThatTheTasksOfAGroupShare() {
        BrokerUnavailableException full = new BrokerUnavailableException("The commit log could not be written");
        FakeTask one = new FakeTask(0, 5);
        FakeTask other = new FakeTask(1, 6);
        CommitSequence sequence = new CommitSequence(
                failing(full),
                true,
                () -> GroupMembership.standalone("group"),
                () -> {},
                CommitSequence.StepProbe.NONE);

        assertThatThrownBy(() -> sequence.commit(List.of(one, other))).isSameAs(full);

        assertThat(one.rewinds).isEqualTo(1);
        assertThat(other.rewinds).isEqualTo(1);
    }

    /** A broker whose commits fail together. */
    private static LogBroker failing(RuntimeException reason) {
        return (LogBroker) Proxy.newProxyInstance(
                LogBroker.class.getClassLoader(), new Class<?>[] {LogBroker.class}, (proxy, method, arguments) -> {
                    assertThat(method.getName()).isEqualTo("commit");
                    return ((List<?>) arguments[0])
                            .stream().map(producer -> failed(reason)).toList();
                });
    }

    private static PendingCommit failed(RuntimeException reason) {
        return new PendingCommit() {
            @Override
            public State state() {
                return State.FAILED;
            }

            @Override
            public long commitNumber() {
                throw new IllegalStateException("It failed");
            }

            @Override
            public RuntimeException failure() {
                return reason;
            }
        };
    }
}
