package io.millrace.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QueryTest {

    @Test
    void shouldKeepTheHighestOffsets() {
        Position position = Position.emptyPosition().withComponent("t", 0, 5).withComponent("t", 0, 3);

        position.merge(Position.fromMap(Map.of("t", Map.of(0, 4L, 1, 9L), "u", Map.of(0, 1L))));

        assertThat(position).isEqualTo(Position.fromMap(Map.of("t", Map.of(0, 5L, 1, 9L), "u", Map.of(0, 1L))));
        assertThat(position.getTopics()).containsExactlyInAnyOrder("t", "u");
        assertThat(position.getPartitionPositions("absent")).isEmpty();
        assertThat(Position.fromMap(null)).isEqualTo(Position.emptyPosition());
    }

    @Test
    void shouldCopyThePositionOfABound() {
        Position position = Position.emptyPosition().withComponent("t", 0, 5);
        PositionBound bound = PositionBound.at(position);

        position.withComponent("t", 0, 6);

        assertThat(bound.position()).isEqualTo(Position.fromMap(Map.of("t", Map.of(0, 5L))));
        assertThat(bound.isUnbounded()).isFalse();
        assertThat(PositionBound.unbounded().isUnbounded()).isTrue();
    }

    @Test
    void shouldHaveEitherAnAnswerOrAReason() {
        QueryResult<String> answer = QueryResult.forResult("x");
        QueryResult<String> failure = QueryResult.forFailure(FailureReason.NOT_ACTIVE, "is a standby");

        assertThat(answer.isSuccess()).isTrue();
        assertThat(answer.getResult()).isEqualTo("x");
        assertThatThrownBy(answer::getFailureReason).isInstanceOf(IllegalArgumentException.class);
        assertThat(failure.isFailure()).isTrue();
        assertThat(failure.getFailureReason()).isEqualTo(FailureReason.NOT_ACTIVE);
        assertThatThrownBy(failure::getResult)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is a standby");
    }

    @Test
    void shouldReturnTheOnlyAnswerAmongPartitions() {
        StateQueryResult<String> result = new StateQueryResult<>();
        assertThat(result.getOnlyPartitionResult()).isNull();
        QueryResult<String> answer = QueryResult.forResult("x");
        answer.setPosition(Position.emptyPosition().withComponent("t", 0, 5));

        result.addResult(0, answer);
        result.addResult(1, QueryResult.forFailure(FailureReason.NOT_PRESENT, "moved"));

        assertThat(result.getOnlyPartitionResult()).isSameAs(answer);
        assertThat(result.getPosition()).isEqualTo(answer.getPosition());
        result.addResult(2, QueryResult.forResult("y"));
        assertThatThrownBy(result::getOnlyPartitionResult).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldDescribeARequest() {
        StateQueryRequest<String> request =
                StateQueryRequest.inStore("s").withQuery(KeyQuery.<String, String>withKey("k"));

        assertThat(request.isAllPartitions()).isTrue();
        assertThatThrownBy(request::getPartitions).isInstanceOf(IllegalStateException.class);
        assertThat(request.withPartitions(Set.of(1)).requireActive().getPartitions())
                .containsExactly(1);
        assertThat(request.requireActive().withPartitions(Set.of(1)).isRequireActive())
                .isTrue();
        assertThat(request.isRequireActive()).isFalse();
    }
}
