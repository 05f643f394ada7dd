package io.millrace.simulation.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.simulation.process.Snapshot.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
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
        List.of("in", "passed", "sums", "windows", "latest").forEach(name -> {
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
            sums.put(Workload.group(number), "1," + number);
            latest.put(key, "" + number);
        }
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
}
