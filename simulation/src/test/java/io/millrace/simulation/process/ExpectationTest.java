package io.millrace.simulation.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.simulation.process.Snapshot.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The oracle must see what it is there for. */
class ExpectationTest {

    private final Workload workload = new Workload(4);

    private List<String> violations(Consumer<Snapshot> damage) {
        Snapshot snapshot = right();
        damage.accept(snapshot);
        return new Expectation(workload).check(snapshot, Set.of(0L, 1L, 2L), 3);
    }

    /** Of the numbers 0, 1 and 2. */
    private Snapshot right() {
        Map<String, List<List<Entry>>> topics = new TreeMap<>();
        Stream.concat(Stream.of("in"), Workload.OUTPUTS.stream()).forEach(name -> {
            List<List<Entry>> partitions = new ArrayList<>();
            for (int i = 0; i < Workload.PARTITIONS; i++) {
                partitions.add(new ArrayList<>());
            }
            topics.put(name, partitions);
        });
        Map<String, String> sums = new TreeMap<>();
        Map<String, String> latest = new TreeMap<>();
        for (long number = 0; number < 3; number++) {
            String key = workload.key(number);
            int partition = Workload.partition(key);
            Entry record = new Entry(key, "" + number);
            topics.get("in").get(partition).add(record);
            topics.get("passed").get(partition).add(record);
            topics.get("windows").get(partition).add(new Entry(Workload.window(key, number), "1"));
            topics.get("sums").get(0).add(new Entry(Workload.group(number), "1," + number));
            topics.get("latest").get(partition).add(record);
            long timeMs = Workload.timestampMs(number);
            topics.get("sessions").get(partition).add(new Entry(Workload.session(key, timeMs, timeMs), "1"));
            topics.get("pairs").get(partition).add(new Entry(key, number + "+" + number));
            topics.get("named").get(partition).add(new Entry(key, number + ":name-of-g" + number));
            sums.put(Workload.group(number), "1," + number);
            latest.put(key, "" + number);
        }
        topics.get("owners").get(Workload.partition("k0")).add(new Entry("k0", "0/0"));
        return new Snapshot(
                topics,
                new TreeMap<>(Map.of("sums", sums, "latest", latest)),
                new TreeMap<>(Map.of("sums", new TreeMap<>(sums), "latest", new TreeMap<>(latest))));
    }

    private static List<Entry> firstWithRecords(Snapshot snapshot, String topic) {
        return snapshot.topic(topic).stream()
                .filter(partition -> !partition.isEmpty())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void shouldBeContentWithWhatFollowsFromTheInput() {
        assertThat(violations(snapshot -> {})).isEmpty();
    }

    @Test
    void shouldMissAnAcknowledgedNumber() {
        assertThat(violations(snapshot -> firstWithRecords(snapshot, "in").remove(0)))
                .anyMatch(violation -> violation.contains("is gone"));
    }

    @Test
    void shouldSeeANumberThatIsThereTwice() {
        assertThat(violations(snapshot -> firstWithRecords(snapshot, "in")
                        .add(firstWithRecords(snapshot, "in").get(0))))
                .anyMatch(violation -> violation.contains("twice"));
    }

    @Test
    void shouldSeeAnOutputThatIsMissingOrThereTwice() {
        assertThat(violations(snapshot -> firstWithRecords(snapshot, "passed").remove(0)))
                .isNotEmpty();
        assertThat(violations(snapshot -> firstWithRecords(snapshot, "passed")
                        .add(firstWithRecords(snapshot, "passed").get(0))))
                .isNotEmpty();
    }

    @Test
    void shouldSeeAnUpdateThatIsRepeatedOrWrong() {
        assertThat(violations(snapshot -> firstWithRecords(snapshot, "sums").add(new Entry("g0", "1,0"))))
                .anyMatch(violation -> violation.contains("went from"));
        assertThat(violations(snapshot -> firstWithRecords(snapshot, "windows").set(0, new Entry("x@0", "1"))))
                .isNotEmpty();
    }

    @Test
    void shouldSeeAStoreOrAChangelogThatIsWrong() {
        assertThat(violations(snapshot -> snapshot.stores().get("latest").clear()))
                .anyMatch(violation -> violation.startsWith("store latest"));
        assertThat(violations(snapshot -> snapshot.changelogs().get("sums").put("g1", "9,9")))
                .anyMatch(violation -> violation.startsWith("the changelog of sums"));
    }

    @Test
    void shouldSeeARecordOfAJoinThatIsMissingOrThereTwice() {
        for (String topic : List.of("pairs", "named")) {
            assertThat(violations(snapshot -> firstWithRecords(snapshot, topic).remove(0)))
                    .anyMatch(violation -> violation.startsWith(topic + " lacks"));
            assertThat(violations(snapshot -> firstWithRecords(snapshot, topic)
                            .add(firstWithRecords(snapshot, topic).get(0))))
                    .anyMatch(violation -> violation.startsWith(topic + " has"));
        }
    }

    @Test
    void shouldSeeAWindowThatIsOverTooEarlyAndASessionOrAnOwnerThatIsWrong() {
        assertThat(violations(snapshot ->
                        snapshot.topic("closed").get(0).add(new Entry(Workload.window(workload.key(0), 0), "1"))))
                .anyMatch(violation -> violation.startsWith("closed has"));
        assertThat(violations(snapshot -> snapshot.topic("sessions")
                        .get(Workload.partition("k0"))
                        .add(new Entry("k0@1700000000000-1700000000000", "null"))))
                .anyMatch(violation -> violation.startsWith("sessions"));
        assertThat(violations(snapshot ->
                        snapshot.topic("owners").get(Workload.partition("k0")).add(new Entry("k0", "0/50"))))
                .anyMatch(violation -> violation.startsWith("owners"));
    }

    @Test
    void shouldWorkOutPairsSessionsAndClosedWindows() {
        List<Entry> input = new ArrayList<>();
        for (long number : new long[] {0, 200, 600}) {
            input.add(new Entry("k", "" + number));
        }

        Consequences follow = new Consequences(List.of(input));

        assertThat(follow.pairs)
                .extracting(Entry::value)
                .containsExactlyInAnyOrder("0+0", "0+200", "200+0", "200+200", "600+600");
        assertThat(follow.sessions)
                .containsOnlyKeys("k@1700000000000-1700000002000", "k@1700000006000-1700000006000")
                .containsValues("2", "1");
        assertThat(follow.closed).containsExactly(new Entry("k@1700000000000", "2"));
        assertThat(follow.owners).containsEntry("k", "600/600");
    }
}
