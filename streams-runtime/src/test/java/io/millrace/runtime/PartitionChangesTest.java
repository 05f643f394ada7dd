package io.millrace.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.query.Position;
import io.millrace.runtime.PartitionChanges.Event;
import io.millrace.runtime.PartitionChanges.Selection;
import io.millrace.stores.engine.EngineIterator;
import io.millrace.stores.engine.EngineSnapshot;
import io.millrace.stores.engine.ScanOrder;
import io.millrace.stores.view.TaskViews;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class PartitionChangesTest {

    private final AtomicInteger open = new AtomicInteger();
    private final TaskViews views = TaskViews.forQueries();
    private final AtomicInteger signals = new AtomicInteger();
    private final PartitionChanges changes =
            new PartitionChanges("rows", 0, new Selection(null, 10, new AtomicLong()), signals::incrementAndGet);

    private void publish(boolean isFollowed) {
        Counted snapshot = new Counted();
        views.publish(1, isFollowed, Map.of(), Position.emptyPosition(), Map.of(), List.of(snapshot));
        snapshot.release();
    }

    @Test
    void shouldHoldOneViewAtMostForASubscriberThatNeverPolls() {
        views.addListener(changes);
        for (int i = 0; i < 50; i++) {
            publish(i >= 10);
        }

        assertThat(open).as("the newest view, and the one to start from").hasValue(2);
        assertThat(signals).hasValue(1);
        changes.stop();
        views.close();
        assertThat(open).hasValue(0);
    }

    @Test
    void shouldLetGoOfWhatComesAfterItWasStopped() {
        views.addListener(changes);
        changes.stop();
        publish(true);
        views.close();

        assertThat(open).hasValue(0);
        assertThat(changes.poll()).isNull();
    }

    @Test
    void shouldEndOnceWhenTheTaskGoes() {
        views.addListener(changes);
        publish(true);
        views.close();
        changes.closed();

        Event start = changes.poll();
        assertThat(start.view()).isNotNull();
        start.view().release();
        assertThat(changes.poll().end()).hasMessageContaining("Subscribe anew");
        assertThat(changes.poll()).isNull();
        assertThat(open).hasValue(0);
    }

    /** Knows whether it was released by all. */
    private final class Counted implements EngineSnapshot {

        private final AtomicInteger holders = new AtomicInteger(1);

        Counted() {
            open.incrementAndGet();
        }

        @Override
        public void retain() {
            holders.incrementAndGet();
        }

        @Override
        public void release() {
            if (holders.decrementAndGet() == 0) {
                open.decrementAndGet();
            }
        }

        @Override
        public byte[] get(int family, byte[] key) {
            throw new UnsupportedOperationException();
        }

        @Override
        public EngineIterator scan(int family, byte[] from, byte[] toExclusive, ScanOrder order) {
            throw new UnsupportedOperationException();
        }

        @Override
        public long approximateEntries(int family) {
            return 0;
        }
    }
}
