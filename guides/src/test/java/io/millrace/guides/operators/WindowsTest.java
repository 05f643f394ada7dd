package io.millrace.guides.operators;

import io.millrace.dsl.Grouped;
import io.millrace.dsl.JoinWindows;
import io.millrace.dsl.KStream;
import io.millrace.dsl.KTable;
import io.millrace.dsl.Materialized;
import io.millrace.dsl.SessionWindows;
import io.millrace.dsl.SlidingWindows;
import io.millrace.dsl.Suppressed;
import io.millrace.dsl.Suppressed.BufferConfig;
import io.millrace.dsl.TimeWindows;
import io.millrace.dsl.UnlimitedWindows;
import io.millrace.record.Bytes;
import io.millrace.serialization.Serdes;
import io.millrace.state.EmitStrategy;
import io.millrace.state.SessionStore;
import io.millrace.state.WindowStore;
import io.millrace.state.Windowed;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WindowsTest extends OperatorExample {

    @Test
    void shouldCountInTumblingWindows() {
        // region tumbling
        KStream<String, String> logins = builder.stream("logins");
        KTable<Windowed<String>, Long> counts = logins.groupByKey()
                .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofSeconds(10), Duration.ofSeconds(5)))
                .count();
        show(counts);

        send("logins", "ada=x@1", "ada=x@12", "ada=late@9", "ada=x@15", "ada=too late@9");
        expect("ada[0..10]=1@1", "ada[10..20]=1@12", "ada[0..10]=2@9", "ada[10..20]=2@15");
        // end
    }

    @Test
    void shouldCountInHoppingWindows() {
        // region hopping
        KStream<String, String> logins = builder.stream("logins");
        show(logins.groupByKey()
                .windowedBy(
                        TimeWindows.ofSizeWithNoGrace(Duration.ofSeconds(10)).advanceBy(Duration.ofSeconds(5)))
                .count());

        send("logins", "ada=x@12");
        expect("ada[5..15]=1", "ada[10..20]=1");
        // end
    }

    @Test
    void shouldCountInSlidingWindows() {
        // region sliding
        KStream<String, String> logins = builder.stream("logins");
        show(logins.groupByKey()
                .windowedBy(SlidingWindows.ofTimeDifferenceWithNoGrace(Duration.ofSeconds(10)))
                .count());

        send("logins", "ada=x@20", "ada=x@25");
        expect("ada[10..20]=1", "ada[20.001..30.001]=1", "ada[15..25]=2");
        // end
    }

    @Test
    void shouldCountInSessions() {
        // region session
        KStream<String, String> clicks = builder.stream("clicks");
        show(clicks.groupByKey()
                .windowedBy(SessionWindows.ofInactivityGapAndGrace(Duration.ofSeconds(10), Duration.ofSeconds(30)))
                .count());

        send("clicks", "ada=x@0", "ada=x@15", "ada=x@8");
        expect("ada[0..0]=1", "ada[15..15]=1", "ada[0..0]=null", "ada[15..15]=null", "ada[0..15]=3");
        // end
    }

    @Test
    void shouldCountInOneWindow() {
        // region unlimited
        KStream<String, String> logins = builder.stream("logins");
        show(logins.groupByKey()
                .windowedBy(UnlimitedWindows.of().startOn(Instant.ofEpochSecond(10)))
                .count()
                .toStream((window, count) -> window.key()));

        send("logins", "ada=x@9", "ada=x@10", "ada=x@1000");
        expect("ada=1", "ada=2");
        // end
    }

    @Test
    void shouldReduceInWindows() {
        // region windowedReduce
        KStream<String, String> bids = builder.stream("bids");
        show(bids.groupByKey()
                .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofSeconds(10)))
                .reduce(
                        (best, bid) -> Integer.parseInt(bid) > Integer.parseInt(best) ? bid : best,
                        Materialized.<String, String, WindowStore<Bytes, byte[]>>as("best-bids")
                                .withRetention(Duration.ofHours(1))));

        send("bids", "lamp=5@1", "lamp=9@2", "lamp=7@3", "lamp=1@11");
        expect("lamp[0..10]=5", "lamp[0..10]=9", "lamp[0..10]=9", "lamp[10..20]=1");
        // end
    }

    @Test
    void shouldAggregateInSessions() {
        // region sessionAggregate
        KStream<String, String> clicks = builder.stream("clicks");
        show(clicks.groupByKey()
                .windowedBy(SessionWindows.ofInactivityGapWithNoGrace(Duration.ofSeconds(10)))
                .aggregate(
                        () -> "",
                        (user, page, path) -> path + "/" + page,
                        (user, path, laterPath) -> path + laterPath,
                        Materialized.<String, String, SessionStore<Bytes, byte[]>>as("paths")
                                .withValueSerde(Serdes.String())));

        send("clicks", "ada=home@0", "ada=cart@5");
        expect("ada[0..0]=/home", "ada[0..0]=null", "ada[0..5]=/home/cart");
        // end
    }

    @Test
    void shouldEmitFinalResults() {
        // region emitStrategy
        KStream<String, String> logins = builder.stream("logins");
        show(logins.groupByKey()
                .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofSeconds(10), Duration.ofSeconds(5)))
                .emitStrategy(EmitStrategy.onWindowClose())
                .count());

        send("logins", "ada=x@1", "ada=x@2", "ada=x@14");
        expect();
        send("logins", "bob=x@15");
        expect("ada[0..10]=2@2");
        // end
    }

    @Test
    void shouldSuppressUntilWindowsClose() {
        // region suppressWindows
        KStream<String, String> logins = builder.stream("logins");
        show(logins.groupByKey(Grouped.with(Serdes.String(), Serdes.String()))
                .windowedBy(TimeWindows.ofSizeAndGrace(Duration.ofSeconds(10), Duration.ofSeconds(5)))
                .count()
                .suppress(Suppressed.untilWindowCloses(BufferConfig.unbounded())));

        send("logins", "ada=x@1", "ada=x@2", "bob=x@15");
        expect("ada[0..10]=2");
        // end
    }

    @Test
    void shouldCogroupInWindows() {
        // region windowedCogroup
        KStream<String, String> views = builder.stream("views");
        KStream<String, String> clicks = builder.stream("clicks");
        show(views.groupByKey()
                .<String>cogroup((ad, view, marks) -> marks + "v")
                .cogroup(clicks.groupByKey(), (ad, click, marks) -> marks + "c")
                .windowedBy(TimeWindows.ofSizeWithNoGrace(Duration.ofSeconds(10)))
                .aggregate(() -> ""));

        send("views", "ad=x@1");
        send("clicks", "ad=x@2", "ad=x@11");
        expect("ad[0..10]=v", "ad[0..10]=vc", "ad[10..20]=c");
        // end
    }

    @Test
    void shouldCogroupInSessions() {
        // region sessionCogroup
        KStream<String, String> views = builder.stream("views");
        KStream<String, String> clicks = builder.stream("clicks");
        show(views.groupByKey()
                .<String>cogroup((ad, view, marks) -> marks + "v")
                .cogroup(clicks.groupByKey(), (ad, click, marks) -> marks + "c")
                .windowedBy(SessionWindows.ofInactivityGapWithNoGrace(Duration.ofSeconds(10)))
                .aggregate(() -> "", (ad, one, other) -> one + other));

        send("views", "ad=x@1");
        send("clicks", "ad=x@9");
        expect("ad[1..1]=v", "ad[1..1]=null", "ad[1..9]=vc");
        // end
    }

    @Test
    void shouldJoinStreams() {
        // region streamJoin
        KStream<String, String> views = builder.stream("views");
        KStream<String, String> clicks = builder.stream("clicks");
        JoinWindows within = JoinWindows.ofTimeDifferenceAndGrace(Duration.ofSeconds(10), Duration.ofSeconds(5));
        show(views.join(clicks, (view, click) -> view + "+" + click, within));

        send("views", "ad=v1@0");
        send("clicks", "ad=c1@4", "ad=c2@11");
        send("views", "ad=v2@3");
        expect("ad=v1+c1@4", "ad=v2+c1@4", "ad=v2+c2@11");
        // end
    }

    @Test
    void shouldLeftJoinStreams() {
        // region streamLeftJoin
        KStream<String, String> views = builder.stream("views");
        KStream<String, String> clicks = builder.stream("clicks");
        JoinWindows within = JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofSeconds(10));
        show(views.leftJoin(clicks, (view, click) -> view + "+" + click, within));

        send("views", "ad=v1@0");
        expect(); // a click may still come
        send("views", "ad=v2@11");
        expect("ad=v1+null@0");
        // end
    }

    @Test
    void shouldOuterJoinStreams() {
        // region streamOuterJoin
        KStream<String, String> views = builder.stream("views");
        KStream<String, String> clicks = builder.stream("clicks");
        JoinWindows within = JoinWindows.ofTimeDifferenceWithNoGrace(Duration.ofSeconds(10));
        show(views.outerJoin(clicks, (view, click) -> view + "+" + click, within));

        send("clicks", "ad=c1@0");
        send("views", "ad=v1@11");
        expect("ad=null+c1@0");
        // end
    }
}
