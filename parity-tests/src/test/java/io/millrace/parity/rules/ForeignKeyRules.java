package io.millrace.parity.rules;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.kstream.KTable;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.TableJoined;
import org.apache.kafka.streams.kstream.ValueJoiner;

/** Foreign-key joins. The foreign key is what stands before the colon of a left value. */
final class ForeignKeyRules {

    private static final ValueJoiner<String, String, String> PAIR = (one, other) -> one + "+" + other;

    private final StreamsBuilder builder = new StreamsBuilder();
    private final KTable<String, String> left =
            builder.table("left", Materialized.with(Serdes.String(), Serdes.String()));
    private final KTable<String, String> right =
            builder.table("right", Materialized.with(Serdes.String(), Serdes.String()));

    private static String foreignKey(String value) {
        int colon = value.indexOf(':');
        return colon < 0 ? null : value.substring(0, colon);
    }

    @Rule(26)
    void aNullForeignKeyIsSkippedByAnInnerJoinAndJoinedWithNothingByALeftJoin() {
        left.join(right, ForeignKeyRules::foreignKey, PAIR).toStream().to("inner");
        left.leftJoin(right, ForeignKeyRules::foreignKey, PAIR).toStream().to("kept");
        try (Run run = Run.of(builder)) {
            run.pipe("left", "row", "none", 1);
            assertThat(run.out("inner")).isEmpty();
            assertThat(run.out("kept")).containsExactly("row=none+null@1");

            run.pipe("right", "f", "r", 2).pipe("left", "row", "f:x", 3).pipe("left", "row", "none", 4);
            assertThat(run.out("inner")).containsExactly("row=f:x+r@3", "row=null@4");
        }
    }

    @Rule(85)
    void subscriptionsAndAnswersGoThroughTwoTopics() {
        left.join(right, ForeignKeyRules::foreignKey, PAIR, TableJoined.as("fk"))
                .toStream()
                .to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("right", "f", "r", 1).pipe("left", "row", "f:x", 2);

            assertThat(run.driver().producedTopicNames())
                    .contains("rules-fk-subscription-registration-topic", "rules-fk-subscription-response-topic");
            assertThat(run.out("out")).containsExactly("row=f:x+r@2");
        }
    }

    @Rule(87)
    void anotherForeignKeyWithdrawsTheOldResultIfNothingMatches() {
        left.join(right, ForeignKeyRules::foreignKey, PAIR).toStream().to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("right", "f", "r", 1)
                    .pipe("left", "row", "f:x", 2)
                    .pipe("left", "row", "g:x", 3)
                    .pipe("left", "row", "f:y", 4)
                    .pipe("left", "row", "f:z", 5);

            assertThat(run.out("out")).containsExactly("row=f:x+r@2", "row=null@3", "row=f:y+r@4", "row=f:z+r@5");
        }
    }

    @Rule(88)
    void aRightChangeGoesToAllSubscribersUnderTheTimeOfTheRightRecord() {
        left.join(right, ForeignKeyRules::foreignKey, PAIR).toStream().to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("left", "one", "f:1", 10)
                    .pipe("left", "two", "f:2", 11)
                    .pipe("left", "three", "g:3", 12)
                    .pipe("right", "f", "r", 5);

            assertThat(run.out("out")).containsExactlyInAnyOrder("one=f:1+r@5", "two=f:2+r@5");

            run.pipe("left", "one", "f:1", 10);
            assertThat(run.out("out"))
                    .as("the answer to a subscription has the larger time")
                    .containsExactly("one=f:1+r@10");
        }
    }

    @Rule(81)
    void theDeleteOfALeftRowIsForwardedEvenIfItNeverMatched() {
        left.join(right, ForeignKeyRules::foreignKey, PAIR).toStream().to("out");
        try (Run run = Run.of(builder)) {
            run.pipe("left", "row", "f:x", 1).pipe("left", "row", null, 2);

            assertThat(run.out("out")).containsExactly("row=null@2");
        }
    }

    @Rule(86)
    void anAnswerToALeftValueThatIsNoLongerThereIsDropped() {
        StreamsBuilder twice = new StreamsBuilder();
        KTable<String, String> changing = twice.<String, String>stream("left")
                .flatMapValues(value -> List.of(value.split(" ")))
                .toTable(Materialized.with(Serdes.String(), Serdes.String()));
        KTable<String, String> other = twice.table("right", Materialized.with(Serdes.String(), Serdes.String()));
        changing.join(other, ForeignKeyRules::foreignKey, PAIR).toStream().to("out");
        try (Run run = Run.of(twice)) {
            run.pipe("right", "f", "r", 1).pipe("left", "row", "f:1 f:2", 2);

            assertThat(run.out("out")).containsExactly("row=f:2+r@2");
            assertThat(run.dropped()).isEqualTo(1);
        }
    }
}
