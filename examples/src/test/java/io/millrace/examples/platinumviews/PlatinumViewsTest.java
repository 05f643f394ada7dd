package io.millrace.examples.platinumviews;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.record.KeyValue;
import io.millrace.serialization.StringDeserializer;
import io.millrace.serialization.StringSerializer;
import io.millrace.serialization.json.JsonSerializer;
import io.millrace.test.TestInputTopic;
import io.millrace.test.TestOutputTopic;
import io.millrace.test.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlatinumViewsTest {

    private static final User ADA = new User("Ada", "platinum");
    private static final User ADA_WITH_GOLD = new User("Ada", "gold");

    private final TopologyTestDriver driver = new TopologyTestDriver(PlatinumViews.topology());
    private final TestInputTopic<String, PageView> views =
            driver.createInputTopic(PlatinumViews.VIEWS, new StringSerializer(), new JsonSerializer<>());
    private final TestInputTopic<String, User> users =
            driver.createInputTopic(PlatinumViews.USERS, new StringSerializer(), new JsonSerializer<>());
    private final TestOutputTopic<String, ViewByUser> platinumViews = driver.createOutputTopic(
            PlatinumViews.PLATINUM_VIEWS,
            new StringDeserializer(),
            PlatinumViews.viewsByUser().deserializer());

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldLetViewsOfPlatinumUsersPass() {
        users.pipeInput("u1", ADA);
        users.pipeInput("u2", new User("Grace", "gold"));

        views.pipeInput("u1", new PageView("/home"));
        views.pipeInput("u2", new PageView("/home"));

        assertThat(platinumViews.readKeyValuesToList())
                .containsExactly(KeyValue.pair("u1", new ViewByUser("/home", "Ada", "platinum")));
    }

    @Test
    void shouldJoinWithTheUserAsOfTheView() {
        users.pipeInput("u1", ADA_WITH_GOLD);
        views.pipeInput("u1", new PageView("/before"));
        users.pipeInput("u1", ADA);
        views.pipeInput("u1", new PageView("/after"));
        users.pipeInput("u1", ADA_WITH_GOLD);

        assertThat(platinumViews.readValuesToList())
                .extracting(ViewByUser::page)
                .containsExactly("/after");
    }

    @Test
    void shouldGiveNoResultForUsersThatAreNotKnownYet() {
        views.pipeInput("u1", new PageView("/home"));
        users.pipeInput("u1", ADA);

        assertThat(platinumViews.isEmpty()).isTrue();
    }

    @Test
    void shouldForgetUsersThatAreDeleted() {
        users.pipeInput("u1", ADA);
        users.pipeInput("u1", (User) null);
        views.pipeInput("u1", new PageView("/home"));

        assertThat(platinumViews.isEmpty()).isTrue();
    }
}
