package io.millrace.examples.temperature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.examples.launch.Event;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class WeatherExampleTest {

    @Test
    void shouldReadALineOfWeather() {
        Event event = WeatherExample.reading("New York,2012-02-29,5.6");

        assertThat(Instant.ofEpochMilli(event.timestampMs())).isEqualTo("2012-02-29T00:00:00Z");
        assertThat(event.key()).asString().isEqualTo("New York");
        assertThat(event.value()).asString().isEqualTo("{\"celsius\":5.6}");
    }

    @Test
    void shouldRefuseALineThatIsNot() {
        assertThatThrownBy(() -> WeatherExample.reading("Seattle,2012-01-01"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("has 2 fields, not city,date,celsius");
        assertThatThrownBy(() -> WeatherExample.reading("Seattle,2012-13-01,1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("has the date 2012-13-01, not one like 2012-01-31");
        assertThatThrownBy(() -> WeatherExample.reading("Seattle,2012-01-01,warm"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("warm");
    }
}
