package io.millrace.runtime.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.config.ConfigException;
import io.millrace.config.StreamsConfig;
import io.millrace.log.ConsumerOptions;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GroupMemberSettingsTest {

    private static ConsumerOptions member(Map<String, ?> settings) {
        Map<String, Object> config = new HashMap<>(settings);
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "app");
        return new RuntimeSettings(new StreamsConfig(config)).groupMember("app-StreamThread-3");
    }

    @Test
    void shouldWait45SecondsForAMemberByDefault() {
        assertThat(member(Map.of()).sessionTimeoutMs()).isEqualTo(45_000);
        assertThat(member(Map.of()).instanceId()).isEmpty();
    }

    @Test
    void shouldPreferTheSessionTimeoutToTheLongestTimeBetweenPolls() {
        assertThat(member(Map.of("max.poll.interval.ms", 90_000)).sessionTimeoutMs())
                .isEqualTo(90_000);
        assertThat(member(Map.of("max.poll.interval.ms", 90_000, "consumer.session.timeout.ms", "7000"))
                        .sessionTimeoutMs())
                .isEqualTo(7_000);
    }

    @Test
    void shouldNameStaticMembersAfterTheirThread() {
        assertThat(member(Map.of("group.instance.id", "host")).instanceId()).contains("host-3");
    }

    @Test
    void shouldRefuseATimeoutThatIsNoNumberOfMilliseconds() {
        assertThatThrownBy(() -> member(Map.of("session.timeout.ms", "soon")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("session.timeout.ms");
    }
}
