package io.millrace.examples.logins;

import static io.millrace.examples.Monday.at;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.examples.Monday;
import io.millrace.serialization.LongDeserializer;
import io.millrace.serialization.StringSerializer;
import io.millrace.serialization.json.JsonSerializer;
import io.millrace.state.Windowed;
import io.millrace.test.TestInputTopic;
import io.millrace.test.TestOutputTopic;
import io.millrace.test.TopologyTestDriver;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoginCountsTest {

    private final TopologyTestDriver driver = new TopologyTestDriver(LoginCounts.topology());
    private final TestInputTopic<String, Login> logins =
            driver.createInputTopic(LoginCounts.LOGINS, new StringSerializer(), new JsonSerializer<>());
    private final TestOutputTopic<Windowed<String>, Long> counts = driver.createOutputTopic(
            LoginCounts.COUNTS, LoginCounts.windowedKeys().deserializer(), new LongDeserializer());

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldCountALoginInEachOfItsSixWindows() {
        login("ada", "09:00:50");

        assertThat(latest())
                .containsOnly(
                        Map.entry("ada 09:00:00-09:01:00", 1L),
                        Map.entry("ada 09:00:10-09:01:10", 1L),
                        Map.entry("ada 09:00:20-09:01:20", 1L),
                        Map.entry("ada 09:00:30-09:01:30", 1L),
                        Map.entry("ada 09:00:40-09:01:40", 1L),
                        Map.entry("ada 09:00:50-09:01:50", 1L));
    }

    @Test
    void shouldSeeTogetherWhatLiesOnBothSidesOfAFullMinute() {
        login("ada", "09:00:55");
        login("ada", "09:01:05");

        assertThat(latest())
                .containsEntry("ada 09:00:00-09:01:00", 1L)
                .containsEntry("ada 09:00:10-09:01:10", 2L)
                .containsEntry("ada 09:00:50-09:01:50", 2L)
                .containsEntry("ada 09:01:00-09:02:00", 1L);
    }

    @Test
    void shouldCountUsersByThemselves() {
        login("ada", "09:00:55");
        login("grace", "09:00:56");

        assertThat(latest().values()).containsOnly(1L);
    }

    @Test
    void shouldCountALateLoginInThoseOfItsWindowsThatAreOpen() {
        login("ada", "09:01:50");

        login("grace", "09:00:59");

        assertThat(latest().keySet())
                .filteredOn(window -> window.startsWith("grace"))
                .containsExactly("grace 09:00:30-09:01:30", "grace 09:00:40-09:01:40", "grace 09:00:50-09:01:50");
    }

    private void login(String user, String time) {
        logins.pipeInput(user, new Login("192.0.2.1"), at(time));
    }

    private Map<String, Long> latest() {
        Map<String, Long> latest = new TreeMap<>();
        counts.readKeyValuesToList()
                .forEach(count -> latest.put(count.key.key() + " " + Monday.span(count.key.window()), count.value));
        return latest;
    }
}
