package io.millrace.runtime.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.errors.InvalidStateStoreException;
import io.millrace.errors.StateStoreMigratedException;
import io.millrace.runtime.Race;
import io.millrace.serialization.Serdes;
import io.millrace.stores.Stores;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class QuestionsRaceTest {

    private static final int QUESTIONS = 30;

    @Test
    void shouldAnswerOrRefuseEveryQuestionWheneverTheTaskCloses() throws Exception {
        Race.run(Closing::new);
    }

    private static final class Closing implements Race.Round {

        private final Questions questions = new Questions("0_0");
        private final Queue<Future<String>> answers = new ConcurrentLinkedQueue<>();

        @Override
        public List<Race.Step> steps() {
            return List.of(this::ask, this::ask, this::answer);
        }

        private void ask(Race.Pause pause) {
            for (int i = 0; i < QUESTIONS; i++) {
                answers.add(questions.ask("rows", store -> store.name()));
                pause.maybe();
            }
        }

        private void answer(Race.Pause pause) {
            var store = Stores.keyValueStoreBuilder(
                            Stores.inMemoryKeyValueStore("rows"), Serdes.String(), Serdes.String())
                    .build();
            for (int i = 0; i < QUESTIONS; i++) {
                questions.answer(name -> store);
                pause.maybe();
            }
            questions.close();
        }

        @Override
        public void check() {
            assertThat(answers).hasSize(2 * QUESTIONS);
            for (Future<String> answer : answers) {
                assertThat(answer.isDone()).isTrue();
                try {
                    assertThat(answer.get()).isEqualTo("rows");
                } catch (ExecutionException e) {
                    assertThat(e).hasCauseInstanceOf(StateStoreMigratedException.class);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }
    }

    @Test
    void shouldRefuseMoreQuestionsThanMayWait() {
        Questions questions = new Questions("0_0");
        for (int i = 0; i < Questions.WAITING_MAX; i++) {
            questions.ask("rows", store -> store.name());
        }

        assertThatThrownBy(() -> questions.ask("rows", store -> store.name()))
                .isInstanceOf(InvalidStateStoreException.class)
                .hasMessageContaining("uncommitted reads to answer already");
    }
}
