package io.millrace.broker;

import static io.millrace.broker.BrokerFixture.A0;
import static io.millrace.broker.BrokerFixture.append;
import static io.millrace.broker.BrokerFixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.log.LogProducer;
import io.millrace.log.ProducerOptions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the logs remember of producers does not grow with the number of producers that there ever were. */
class ForgottenProducersTest {

    private static final int PRODUCERS_PER_LIFE = 20;

    private final BrokerFixture fixture = new BrokerFixture();

    @BeforeEach
    void makeTopic() {
        fixture.broker.createTopic("a", 1);
    }

    /** As in a process that is killed, or that forgets to close them. */
    private void writeWithProducersThatNobodyCloses() {
        for (int i = 0; i < PRODUCERS_PER_LIFE; i++) {
            LogProducer producer = fixture.broker.producer(ProducerOptions.idempotent("p" + i));
            append(producer, A0, "v");
            producer.flush();
        }
    }

    private void end(boolean byKill) {
        if (byKill) {
            fixture.killAndReopen();
        } else {
            fixture.closeAndReopen();
        }
    }

    /** Of all that the broker keeps beside the logs themselves, after a clean stop. */
    private int keptBytes() {
        fixture.closeAndReopen();
        fixture.broker.close();
        int sum = 0;
        List<String> names = fixture.disk.list("commit-log");
        assertThat(names).isNotEmpty();
        for (String name : names) {
            sum += bytes(fixture.disk, "commit-log/" + name).length;
        }
        fixture.broker = EmbeddedBroker.open(fixture.disk, fixture.options);
        return sum;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void shouldKeepNothingOfProducersWhoseProcessIsOver(boolean byKill) {
        writeWithProducersThatNobodyCloses();
        end(byKill);
        int once = keptBytes();

        for (int life = 0; life < 10; life++) {
            writeWithProducersThatNobodyCloses();
            end(byKill);
        }

        assertThat(keptBytes() - once)
                .as("bytes that 200 more producers have left")
                .isLessThan(200);
        assertThat(fixture.committed(A0)).hasSize(11 * PRODUCERS_PER_LIFE);
    }

    @Test
    void shouldGoOnAfterAnyTimeWithAProducerThatWasIdle() {
        LogProducer idle = fixture.broker.producer(ProducerOptions.idempotent("idle"));
        append(idle, A0, "first");
        idle.flush();

        fixture.clock.advanceMs(400L * 24 * 3_600_000);
        fixture.scheduler.runDue();
        append(idle, A0, "second");
        idle.flush();

        assertThat(fixture.committed(A0)).containsExactly("first", "second");
    }

    @Test
    void shouldNotTakeAProducerForOneOfTheLastProcess() {
        writeWithProducersThatNobodyCloses();
        fixture.killAndReopen();

        writeWithProducersThatNobodyCloses();

        assertThat(fixture.committed(A0)).as("nothing passes for a repetition").hasSize(2 * PRODUCERS_PER_LIFE);
    }
}
