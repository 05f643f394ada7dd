package io.millrace.test.log;

import io.millrace.log.ConsumerOptions;
import io.millrace.log.LogBroker;
import io.millrace.log.LogConsumer;
import io.millrace.log.LogProducer;
import io.millrace.log.PendingCommit;
import io.millrace.log.ProducerOptions;
import io.millrace.log.TopicAdmin;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A broker in memory that tells what becomes visible on it, record by record: by transaction in the order of the commits, within one in the order in which it was
 * appended, across topics and partitions. Confined to the test's thread.
 */
public final class ObservedBroker implements LogBroker {

    private final LogBroker broker;
    private final Consumer<HeapRecord> published;

    /**
     * @param broker decides commits in the call that asks for them
     */
    public ObservedBroker(LogBroker broker, Consumer<HeapRecord> published) {
        this.broker = broker;
        this.published = published;
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
        return new ObservedProducer(
                broker.producer(options), options.transactionalId().isPresent(), published);
    }

    @Override
    public List<PendingCommit> commit(List<LogProducer> producers, Runnable onDone) {
        List<ObservedProducer> observed = new ArrayList<>();
        producers.forEach(producer -> observed.add((ObservedProducer) producer));
        List<PendingCommit> commits =
                broker.commit(observed.stream().map(ObservedProducer::observed).toList(), onDone);
        for (int i = 0; i < commits.size(); i++) {
            switch (commits.get(i).state()) {
                case COMMITTED -> observed.get(i).publish();
                case FAILED -> observed.get(i).drop();
                case PENDING, UNKNOWN ->
                    throw new IllegalStateException("A broker in memory decides a commit at once, but this one is "
                            + commits.get(i).state());
            }
        }
        return commits;
    }
}
