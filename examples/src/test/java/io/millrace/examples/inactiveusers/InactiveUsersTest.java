package io.millrace.examples.inactiveusers;

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
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class InactiveUsersTest {

    private final TopologyTestDriver driver = new TopologyTestDriver(InactiveUsers.topology());
    private final TestInputTopic<String, Action> actions =
            driver.createInputTopic(InactiveUsers.ACTIONS, new StringSerializer(), new JsonSerializer<>());
    private final TestOutputTopic<Windowed<String>, Long> inactive = driver.createOutputTopic(
            InactiveUsers.INACTIVE, InactiveUsers.windowedKeys().deserializer(), new LongDeserializer());

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldTellOfASessionOnceItIsOver() {
        did("ada", "09:00:00");
        did("ada", "09:10:00");
        did("grace", "09:44:59.999");
        assertThat(results()).as("the gap is over, the grace period is not").isEmpty();

        did("grace", "09:45:00");

        assertThat(results()).containsExactly("ada 09:00:00-09:10:00 2");
    }

    @Test
    void shouldTakeTheGapItselfForActivity() {
        did("ada", "09:00:00");
        did("ada", "09:30:00");
        did("grace", "10:05:00");

        assertThat(results()).containsExactly("ada 09:00:00-09:30:00 2");
    }

    @Test
    void shouldMakeTwoSessionsOfActionsFurtherApart() {
        did("ada", "09:00:00");
        did("ada", "09:30:00.001");
        did("grace", "10:30:00");

        assertThat(results()).containsExactly("ada 09:00:00-09:00:00 1", "ada 09:30:00-09:30:00 1");
    }

    @Test
    void shouldMergeSessionsThatALateActionConnects() {
        did("ada", "09:00:00");
        did("ada", "09:33:00");
        did("ada", "09:15:00");
        did("grace", "10:30:00");

        assertThat(results()).containsExactly("ada 09:00:00-09:33:00 3");
    }

    @Test
    void shouldTellOfSessionsAfterALongPause() {
        did("ada", "09:00:00");
        did("grace", "20:00:00");

        assertThat(results()).containsExactly("ada 09:00:00-09:00:00 1");
    }

    @Test
    void shouldNotTellOfUsersAsLongAsNothingHappens() {
        did("ada", "09:00:00");

        driver.advanceWallClockTime(InactiveUsers.GAP.multipliedBy(10));

        assertThat(results()).isEmpty();
    }

    private void did(String user, String time) {
        actions.pipeInput(user, new Action("something"), at(time));
    }

    private List<String> results() {
        return inactive.readKeyValuesToList().stream()
                .map(result -> result.key.key() + " " + Monday.span(result.key.window()) + " " + result.value)
                .toList();
    }
}
