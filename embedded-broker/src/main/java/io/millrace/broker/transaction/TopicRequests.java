package io.millrace.broker.transaction;

import io.millrace.broker.commitlog.Ledger;
import io.millrace.broker.commitlog.LogEntry;
import io.millrace.broker.topic.PartitionId;
import io.millrace.log.TopicDescription;
import io.millrace.log.TopicSpec;
import java.io.IOException;
import java.util.UUID;

/** Decisions about topics. Each call returns once it is made, and as durable as commits are. Safe from any thread. */
public final class TopicRequests {

    private final CommitPipeline pipeline;

    public TopicRequests(CommitPipeline pipeline) {
        this.pipeline = pipeline;
    }

    /** Records that a topic exists, and returns its number. */
    public int create(TopicSpec spec, UUID id) {
        SimpleRequest request = new SimpleRequest() {
            @Override
            public LogEntry decide(Ledger ledger) {
                return new LogEntry.TopicCreated(
                        ledger.takeTopicNumber(), spec.name(), id, spec.partitionCount(), spec.config());
            }
        };
        pipeline.add(request);
        pipeline.process();
        return ((LogEntry.TopicCreated) request.requireEntry()).number();
    }

    /** Records other settings of a topic. */
    public void change(int number, TopicDescription changed) {
        SimpleRequest request = new SimpleRequest() {
            @Override
            public LogEntry decide(Ledger ledger) {
                return new LogEntry.TopicCreated(
                        number, changed.name(), changed.id(), changed.partitionCount(), changed.config());
            }
        };
        pipeline.add(request);
        pipeline.process();
        request.requireEntry();
    }

    /** Records that a topic is gone; synced always, since its files go next. */
    public void delete(int number) throws IOException {
        SimpleRequest request = new SimpleRequest() {
            @Override
            public LogEntry decide(Ledger ledger) {
                return new LogEntry.TopicDeleted(number);
            }
        };
        pipeline.add(request);
        pipeline.process();
        request.requireEntry();
        pipeline.between(() -> {
            pipeline.commitLog().sync();
            return number;
        });
    }

    /** Notes a new start of a log, without waiting: if the note is lost, deleted records come back, which their group has processed. */
    public void moveStart(PartitionId partition, long startOffset) {
        pipeline.note(new LogEntry.LogStartMoved(new LogEntry.PartitionEnd(partition, startOffset)));
    }
}
