package io.millrace.broker;

import static io.millrace.broker.BrokerFixture.A0;
import static io.millrace.broker.BrokerFixture.append;
import static io.millrace.broker.BrokerFixture.offset;
import static io.millrace.broker.BrokerFixture.standalone;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.log.ConsumerOptions;
import io.millrace.log.FencedException;
import io.millrace.log.GroupMembership;
import io.millrace.log.GroupProtocol;
import io.millrace.log.Isolation;
import io.millrace.log.LogConsumer;
import io.millrace.log.LogProducer;
import io.millrace.log.PendingCommit;
import io.millrace.record.TopicPartition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GroupTest {

    private final BrokerFixture fixture = new BrokerFixture();
    private final List<String> events = new ArrayList<>();

    /** Deals the partitions of topic a round, and notes what it is told. */
    private final class Dealer implements GroupProtocol {

        final String name;
        List<TopicPartition> part = List.of();
        GroupMembership membership = standalone("none");
        Runnable onRevoking = () -> {};

        Dealer(String name) {
            this.name = name;
        }

        @Override
        public byte[] metadata() {
            return BrokerFixture.utf8(name);
        }

        @Override
        public Map<String, Assignment> assign(Map<String, byte[]> members) {
            events.add(name + " assigns " + members.size());
            Map<String, List<TopicPartition>> parts = new TreeMap<>();
            List<String> ids = List.copyOf(members.keySet());
            ids.forEach(id -> parts.put(id, new ArrayList<>()));
            for (int i = 0; i < 4; i++) {
                parts.get(ids.get(i % ids.size())).add(new TopicPartition("a", i));
            }
            Map<String, Assignment> assignments = new TreeMap<>();
            parts.forEach((id, partitions) -> assignments.put(id, new Assignment(partitions, members.get(id))));
            return assignments;
        }

        @Override
        public void onRevoking() {
            events.add(name + " revoking");
            onRevoking.run();
        }

        @Override
        public void onAssigned(Assignment assignment, GroupMembership newMembership) {
            assertThat(assignment.data()).isEqualTo(metadata());
            part = assignment.partitions();
            membership = newMembership;
            events.add(name + " gets " + part.size());
        }

        @Override
        public void onLost(Collection<TopicPartition> partitions) {
            events.add(name + " lost " + partitions.size());
            part = List.of();
        }
    }

    @BeforeEach
    void makeTopic() {
        fixture.broker.createTopic("a", 4);
    }

    private LogConsumer join(Dealer dealer) {
        return join(dealer, Optional.empty());
    }

    private LogConsumer join(Dealer dealer, Optional<String> instanceId) {
        LogConsumer consumer = fixture.broker.consumer(new ConsumerOptions(
                dealer.name, Optional.of("g"), instanceId, Isolation.READ_COMMITTED, 1 << 20, 10_000));
        consumer.subscribe(dealer);
        return consumer;
    }

    private static void pollAll(LogConsumer... consumers) {
        for (int round = 0; round < 4; round++) {
            for (LogConsumer consumer : consumers) {
                consumer.poll(0);
            }
        }
    }

    @Test
    void shouldGiveTheOnlyMemberEverythingAtItsFirstPoll() {
        Dealer one = new Dealer("1");
        LogConsumer consumer = join(one);

        consumer.poll(0);

        assertThat(one.part).hasSize(4);
        assertThat(consumer.assignment()).hasSize(4);
        assertThat(consumer.membership()).isEqualTo(one.membership);
        assertThat(one.membership.generation()).isEqualTo(1);
    }

    @Test
    void shouldTellAMemberThatMissedAGenerationThatItsPartWasSomeoneElses() {
        Dealer one = new Dealer("1");
        Dealer two = new Dealer("2");
        LogConsumer first = join(one);
        LogConsumer second = join(two);
        pollAll(first, second);
        fixture.write(A0, "1");
        LogConsumer third = join(new Dealer("3"));
        third.poll(0);
        second.poll(0);
        first.poll(0);
        third.poll(0);
        int generation = third.membership().generation();
        assertThat(two.membership.generation()).isLessThan(generation);
        third.close();
        first.poll(0);
        events.clear();
        pollAll(second, first);

        assertThat(two.membership.generation()).isEqualTo(generation + 1);
        assertThat(events.indexOf("2 lost 2")).isNotNegative().isLessThan(events.indexOf("2 gets 2"));
        assertThat(events).doesNotContain("1 lost 2");
    }

    @Test
    void shouldShareAmongTwoAndThreeAndTellOwnersBeforeOthersGetTheirs() {
        Dealer one = new Dealer("1");
        Dealer two = new Dealer("2");
        Dealer three = new Dealer("3");
        LogConsumer first = join(one);
        pollAll(first);
        LogConsumer second = join(two);
        pollAll(first, second);
        assertThat(one.part).hasSize(2);
        assertThat(two.part).hasSize(2);
        assertThat(one.part).doesNotContainAnyElementsOf(two.part);
        assertThat(events.indexOf("1 revoking")).isLessThan(events.indexOf("2 gets 2"));

        LogConsumer third = join(three);
        pollAll(first, second, third);

        assertThat(List.of(one.part.size(), two.part.size(), three.part.size())).containsExactly(2, 1, 1);
        second.close();
        pollAll(first, third);
        assertThat(List.of(one.part.size(), three.part.size())).containsExactly(2, 2);
        assertThat(one.membership.generation()).isEqualTo(4);
    }

    @Test
    void shouldNotReadBetweenRevocationAndAssignment() {
        Dealer two = new Dealer("2");
        LogConsumer first = join(new Dealer("1"));
        LogConsumer second = join(two);
        pollAll(first, second);
        TopicPartition a1 = new TopicPartition("a", 1);
        assertThat(two.part).contains(a1);
        second.seek(a1, 0);
        fixture.write(a1, "1");
        LogConsumer third = join(new Dealer("3"));
        third.poll(0);

        assertThat(second.poll(0)).isEmpty();
        assertThat(second.poll(0)).isEmpty();
        assertThat(events).contains("2 revoking");
        first.poll(0);

        assertThat(two.part).contains(a1);
        assertThat(BrokerFixture.drain(second)).containsExactly("1");
    }

    @Test
    void shouldRefuseCommitsOfAnOldGenerationAndOfStrangers() {
        Dealer one = new Dealer("1");
        LogConsumer first = join(one);
        pollAll(first);
        GroupMembership old = one.membership;
        LogConsumer second = join(new Dealer("2"));
        pollAll(first, second);

        assertFenced(old);
        assertFenced(standalone("g"));
        assertFenced(new GroupMembership("g", "nobody", one.membership.generation()));
        LogProducer producer = fixture.transactional("fine");
        producer.begin();
        producer.addOffsets(offset(A0, 0), one.membership);
        assertThat(fixture.commit(producer).state()).isEqualTo(PendingCommit.State.COMMITTED);
    }

    private void assertFenced(GroupMembership membership) {
        LogProducer producer = fixture.transactional("fenced");
        producer.begin();
        append(producer, A0, "fenced");
        producer.addOffsets(offset(A0, 0), membership);
        PendingCommit commit = fixture.commit(producer);
        assertThat(commit.state()).isEqualTo(PendingCommit.State.FAILED);
        assertThat(commit.failure()).isInstanceOf(FencedException.class);
        assertThat(fixture.committed(A0)).isEmpty();
        assertThat(producer.isInTransaction()).isFalse();
    }

    @Test
    void shouldAcceptAStandaloneCommitOnceTheGroupIsEmpty() {
        LogConsumer member = join(new Dealer("1"));
        pollAll(member);
        LogConsumer standalone = fixture.broker.consumer(ConsumerOptions.member("s", "g"));
        standalone.assign(List.of(A0));
        assertThatThrownBy(() -> standalone.commit(offset(A0, 0))).isInstanceOf(FencedException.class);

        member.close();
        standalone.commit(offset(A0, 0));

        assertThat(fixture.committedOffset("g", A0).offset()).isZero();
    }

    @Test
    void shouldLetAMemberCommitWhileItIsRevoked() {
        Dealer one = new Dealer("1");
        LogConsumer first = join(one);
        pollAll(first);
        one.onRevoking = () -> first.commit(offset(A0, 0));
        LogConsumer second = join(new Dealer("2"));

        pollAll(second, first, second);

        assertThat(fixture.committedOffset("g", A0).offset()).isZero();
    }

    @Test
    void shouldKeepTheGenerationUntilACommitOnItsWayIsDecided() {
        BrokerFixture synced = new BrokerFixture(new FaultDisk(), Durability.FSYNC);
        synced.broker.createTopic("a", 4);
        Dealer one = new Dealer("1");
        ConsumerOptions options = ConsumerOptions.member("c", "g");
        LogConsumer first = synced.broker.consumer(options);
        first.subscribe(one);
        first.poll(0);
        LogProducer producer = synced.transactional("p");
        producer.begin();
        producer.addOffsets(offset(A0, 0), one.membership);
        PendingCommit commit = synced.broker.commit(List.of(producer), () -> {}).get(0);
        assertThat(commit.state()).isEqualTo(PendingCommit.State.PENDING);
        LogConsumer second = synced.broker.consumer(options);
        Dealer two = new Dealer("2");
        second.subscribe(two);
        pollAll(second, first);
        assertThat(two.part).isEmpty();

        synced.scheduler.runDue();
        pollAll(first, second);

        assertThat(commit.state()).isEqualTo(PendingCommit.State.COMMITTED);
        assertThat(two.part).hasSize(2);
    }

    @Test
    void shouldPutOutAMemberThatDoesNotPollAndTellItSo() {
        Dealer one = new Dealer("1");
        Dealer two = new Dealer("2");
        LogConsumer first = join(one);
        LogConsumer second = join(two);
        pollAll(first, second);
        GroupMembership silent = one.membership;
        fixture.clock.advanceMs(6_000);
        second.poll(0);
        fixture.clock.advanceMs(4_000);
        fixture.scheduler.runDue();

        pollAll(second);

        assertThat(two.part).hasSize(4);
        assertFenced(silent);
        first.poll(0);
        assertThat(events).contains("1 lost 2");
        pollAll(first, second);
        assertThat(one.part).hasSize(2);
    }

    @Test
    void shouldTakeAStaticMemberBackWithoutARebalance() {
        Dealer one = new Dealer("1");
        Dealer two = new Dealer("2");
        LogConsumer first = join(one, Optional.of("instance-1"));
        LogConsumer second = join(two, Optional.of("instance-2"));
        pollAll(first, second);
        GroupMembership before = two.membership;
        List<TopicPartition> part = two.part;
        second.close();
        events.clear();
        Dealer back = new Dealer("2");

        LogConsumer again = join(back, Optional.of("instance-2"));
        pollAll(first, again);

        assertThat(back.part).isEqualTo(part);
        assertThat(back.membership.generation()).isEqualTo(before.generation());
        assertThat(back.membership.memberId()).isNotEqualTo(before.memberId());
        assertThat(events).containsExactly("2 gets 2");
        assertFenced(before);
    }

    @Test
    void shouldFenceAStaticMemberForGoodOnceASecondOneOfItsNameHasCome() {
        Dealer one = new Dealer("1");
        LogConsumer first = join(one, Optional.of("same"));
        pollAll(first);
        GroupMembership before = one.membership;
        Dealer two = new Dealer("1");

        LogConsumer second = join(two, Optional.of("same"));
        pollAll(second);

        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> first.poll(0))
                    .isInstanceOf(FencedException.class)
                    .hasMessageContaining("'same'")
                    .hasMessageContaining("group 'g'");
        }
        assertThat(one.part).isEmpty();
        assertFenced(before);
        first.close();
        pollAll(second);
        assertThat(two.part).hasSize(4);
    }

    @Test
    void shouldKeepPositionsOfPartitionsThatStayAndStartOthersAtCommittedOffsets() {
        fixture.write(new TopicPartition("a", 2), "x", "y");
        Dealer one = new Dealer("1");
        LogConsumer first = join(one);
        pollAll(first);
        TopicPartition a2 = new TopicPartition("a", 2);
        first.seek(A0, 0);
        first.commit(offset(a2, 1));
        Dealer two = new Dealer("2");
        LogConsumer second = join(two);
        pollAll(first, second);

        assertThat(one.part).contains(A0, a2);
        assertThat(first.position(A0)).isZero();
        first.close();
        assertThat(BrokerFixture.drain(second)).containsExactly("y");
        assertThat(second.lag(new TopicPartition("a", 3))).isEmpty();
    }
}
