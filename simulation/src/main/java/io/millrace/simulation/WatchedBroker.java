package io.millrace.simulation;

import io.millrace.log.CommittedOffset;
import io.millrace.log.ConsumerOptions;
import io.millrace.log.FencedException;
import io.millrace.log.GroupMembership;
import io.millrace.log.LogBroker;
import io.millrace.log.LogConsumer;
import io.millrace.log.LogProducer;
import io.millrace.log.PartitionAppender;
import io.millrace.log.PendingCommit;
import io.millrace.log.ProducerOptions;
import io.millrace.log.TopicAdmin;
import io.millrace.record.TopicPartition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The broker as tasks see it, with somebody who is told when a task is refused that has a successor. */
final class WatchedBroker implements LogBroker {

    private final LogBroker broker;
    private final Consumer<String> events;

    WatchedBroker(LogBroker broker, Consumer<String> events) {
        this.broker = broker;
        this.events = events;
    }

    @Override
    public String clusterId() {
        return broker.clusterId();
    }

    @Override
    public TransactionScope transactionScope() {
        return broker.transactionScope();
    }

    @Override
    public TopicAdmin topics() {
        return broker.topics();
    }

    @Override
    public LogConsumer consumer(ConsumerOptions options) {
        return broker.consumer(options);
    }

    @Override
    public LogProducer producer(ProducerOptions options) {
        return new Producer(broker.producer(options), events);
    }

    @Override
    public List<PendingCommit> commit(List<LogProducer> producers, Runnable onDone) {
        List<LogProducer> plain = new ArrayList<>();
        producers.forEach(producer -> plain.add(((Producer) producer).producer));
        List<PendingCommit> commits = new ArrayList<>();
        broker.commit(plain, onDone).forEach(commit -> commits.add(new Commit(commit, events)));
        return commits;
    }

    private static final class Commit implements PendingCommit {

        private final PendingCommit commit;
        private final Consumer<String> events;
        private boolean isTold;

        Commit(PendingCommit commit, Consumer<String> events) {
            this.commit = commit;
            this.events = events;
        }

        @Override
        public State state() {
            State state = commit.state();
            if (state == State.FAILED && !isTold && commit.failure() instanceof FencedException) {
                isTold = true;
                events.accept("zombie commit refused");
            }
            return state;
        }

        @Override
        public long commitNumber() {
            return commit.commitNumber();
        }

        @Override
        public @Nullable RuntimeException failure() {
            return commit.failure();
        }
    }

    private static final class Producer implements LogProducer {

        private final LogProducer producer;
        private final Consumer<String> events;

        Producer(LogProducer producer, Consumer<String> events) {
            this.producer = producer;
            this.events = events;
        }

        @Override
        public PartitionAppender appender(TopicPartition partition) {
            return producer.appender(partition);
        }

        @Override
        public void begin() {
            watch(producer::begin);
        }

        @Override
        public boolean isInTransaction() {
            return producer.isInTransaction();
        }

        @Override
        public void commitOffsets(Map<TopicPartition, CommittedOffset> offsets, GroupMembership member) {
            watch(() -> producer.commitOffsets(offsets, member));
        }

        @Override
        public void addOffsets(Map<TopicPartition, CommittedOffset> offsets, GroupMembership member) {
            watch(() -> producer.addOffsets(offsets, member));
        }

        @Override
        public void flush() {
            watch(producer::flush);
        }

        private void watch(Runnable work) {
            try {
                work.run();
            } catch (FencedException e) {
                events.accept("zombie append refused");
                throw e;
            }
        }

        @Override
        public OptionalLong lastOffset(TopicPartition partition) {
            return producer.lastOffset(partition);
        }

        @Override
        public void abort() {
            producer.abort();
        }

        @Override
        public void close() {
            producer.close();
        }
    }
}
