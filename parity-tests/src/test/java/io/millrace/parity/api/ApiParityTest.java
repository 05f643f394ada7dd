package io.millrace.parity.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ApiParityTest {

    private static ApiComparison comparison;
    private static Map<String, String> excluded;
    private static List<String> notYet;

    @BeforeAll
    static void compare() {
        comparison = ApiComparison.run(NameMap.load());
        excluded = new TreeMap<>();
        for (String line : Resources.entries("/api/left-out.txt")) {
            String[] parts = line.split("\\s+\\|\\s+", 2);
            excluded.put(parts[0], parts[1]);
        }
        notYet = Resources.entries("/api/not-yet.txt");
        System.out.printf(
                "API of Kafka Streams 4.3.1: %d parts are there, %d left out with types that are left out, %d left out one by one, %d not there yet%n",
                comparison.present(), comparison.leftOut().size(), excluded.size(), notYet.size());
    }

    @Test
    void shouldHaveEverythingThatIsNotLeftOut() {
        List<String> gaps = new ArrayList<>();
        comparison.gaps().forEach((name, description) -> {
            if (excluded.keySet().stream().noneMatch(entry -> covers(entry, name)) && !notYet.contains(name)) {
                gaps.add(name + " " + description);
            }
        });

        assertThat(gaps).isEmpty();
    }

    @Test
    void shouldListAsNotThereYetOnlyWhatIsMissing() {
        assertThat(comparison.gaps().keySet()).containsAll(notYet);
    }

    @Test
    void shouldListAsLeftOutOnlyWhatIsMissing() {
        for (String entry : excluded.keySet()) {
            assertThat(comparison.gaps().keySet()).as(entry).anyMatch(name -> covers(entry, name));
        }
    }

    /** A star stands for anything. */
    private static boolean covers(String entry, String name) {
        int star = entry.indexOf('*');
        return star < 0
                ? entry.equals(name)
                : name.startsWith(entry.substring(0, star)) && name.endsWith(entry.substring(star + 1));
    }

    @Test
    void shouldGiveTheUserTheReasonForEachThingLeftOut() throws IOException {
        String differences = Files.readString(Path.of("..", "docs", "differences.md"));
        String section = differences.substring(differences.indexOf("## Left out"));

        for (String reason : excluded.values()) {
            assertThat(section).contains(reason);
        }
    }
}
