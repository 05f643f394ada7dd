package io.millrace.stores.view;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.query.Position;
import io.millrace.stores.Race;
import io.millrace.stores.engine.EngineIterator;
import io.millrace.stores.engine.EngineSnapshot;
import io.millrace.stores.engine.ScanOrder;
import io.millrace.stores.table.CommittedChanges;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaskViewsRaceTest {

    private static final int COMMITS = 50;

    @Test
    void shouldKeepTheSnapshotsOfAViewThatIsHeldWhileNewerOnesArePublished() throws Exception {
        Race.run(Publishing::new);
    }

    @Test
    void shouldTellAListenerEveryVersionBehindTheViewThatItStartsFrom() throws Exception {
        Race.run(Listening::new);
    }

    /** One thread publishes and closes, two begin to listen meanwhile. */
    private static final class Listening implements Race.Round {

        private final TaskViews views = TaskViews.forQueries();
        private final List<Heard> listeners = new CopyOnWriteArrayList<>();

        /** What one listener has got. */
        private static final class Heard implements TaskViews.Listener {

            private final Queue<Long> versions = new ConcurrentLinkedQueue<>();
            private volatile boolean isClosed;
            private long start = -1;

            @Override
            public void published(TaskView view, @Nullable Map<String, CommittedChanges> changes) {
                versions.add(view.version());
            }

            @Override
            public void closed() {
                isClosed = true;
            }
        }

        @Override
        public List<Race.Step> steps() {
            return List.of(this::publish, this::listen, this::listen);
        }

        private void publish(Race.Pause pause) {
            for (long commit = 0; commit < COMMITS; commit++) {
                views.publish(commit, true, Map.of(), Position.emptyPosition(), Map.of(), List.of());
                pause.maybe();
            }
            views.close();
        }

        private void listen(Race.Pause pause) {
            pause.maybe();
            Heard heard = new Heard();
            views.addListener(heard);
            TaskView view = views.acquire();
            if (view != null) {
                heard.start = view.version();
                view.release();
            }
            listeners.add(heard);
        }

        @Override
        public void check() {
            for (Heard heard : listeners) {
                assertThat(heard.isClosed).isTrue();
                if (heard.start >= 0) {
                    List<Long> behind = heard.versions.stream()
                            .filter(version -> version > heard.start)
                            .toList();
                    assertThat(behind)
                            .isEqualTo(LongStream.rangeClosed(heard.start + 1, COMMITS)
                                    .boxed()
                                    .toList());
                }
            }
        }
    }

    private static final class Publishing implements Race.Round {

        private final TaskViews views = TaskViews.forQueries();
        private final AtomicInteger open = new AtomicInteger();

        @Override
        public List<Race.Step> steps() {
            return List.of(this::publish, this::read, this::read);
        }

        private void publish(Race.Pause pause) {
            Counted before = null;
            for (long commit = 0; commit < COMMITS; commit++) {
                Counted snapshot = new Counted();
                Position position = Position.emptyPosition().withComponent("in", 0, commit);
                StoreView one = new StoreView(snapshot, 1, List.of(), commit, 0);
                StoreView other = new StoreView(snapshot, 2, List.of(), commit, 0);
                views.publish(commit, true, Map.of("one", one, "other", other), position, Map.of(), List.of(snapshot));
                if (before != null) {
                    before.release();
                }
                before = snapshot;
                pause.maybe();
            }
            views.close();
            if (before != null) {
                before.release();
            }
        }

        private void read(Race.Pause pause) {
            long newest = -1;
            while (!views.isClosed()) {
                TaskView view = views.acquire();
                if (view == null) {
                    continue;
                }
                try {
                    StoreView one = view.store("one");
                    pause.maybe();
                    StoreView other = view.store("other");
                    assertThat(one).isNotNull();
                    assertThat(other).isNotNull();
                    assertThat(one.streamTimeMs()).isEqualTo(other.streamTimeMs());
                    assertThat(((Counted) one.base()).isFreed())
                            .as("freed while it is read")
                            .isFalse();
                    assertThat(one.streamTimeMs()).isGreaterThanOrEqualTo(newest);
                    newest = one.streamTimeMs();
                } finally {
                    view.release();
                }
            }
        }

        @Override
        public void check() {
            assertThat(open.get()).as("snapshots that nobody has released").isZero();
        }

        /** Knows whether it was released by all. */
        private final class Counted implements EngineSnapshot {

            private final AtomicInteger holders = new AtomicInteger(1);

            Counted() {
                open.incrementAndGet();
            }

            boolean isFreed() {
                return holders.get() <= 0;
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
            public byte @Nullable [] get(int family, byte[] key) {
                return null;
            }

            @Override
            public EngineIterator scan(
                    int family, byte @Nullable [] from, byte @Nullable [] toExclusive, ScanOrder order) {
                throw new UnsupportedOperationException();
            }

            @Override
            public long approximateEntries(int family) {
                return 0;
            }
        }
    }
}
