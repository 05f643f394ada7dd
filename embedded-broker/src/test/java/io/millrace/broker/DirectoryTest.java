package io.millrace.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.millrace.broker.disk.Disk;
import io.millrace.broker.disk.DiskFile;
import io.millrace.broker.disk.FileDisk;
import io.millrace.log.BrokerUnavailableException;
import io.millrace.log.ConsumerOptions;
import io.millrace.log.Isolation;
import io.millrace.log.LogConsumer;
import io.millrace.log.LogProducer;
import io.millrace.log.PendingCommit;
import io.millrace.log.ProducerOptions;
import io.millrace.record.TopicPartition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryTest {

    private static final TopicPartition A0 = new TopicPartition("a", 0);
    private static final BrokerOptions FAST = BrokerOptions.defaults().withDurability(Durability.OS_CACHE);

    @TempDir
    Path temporary;

    private static void write(EmbeddedBroker broker, String... values) {
        try (LogProducer producer = broker.producer(ProducerOptions.transactional("w", "w"))) {
            producer.begin();
            BrokerFixture.append(producer, A0, values);
            assertThat(broker.commit(List.of(producer), () -> {}).get(0).state())
                    .isEqualTo(PendingCommit.State.COMMITTED);
        }
    }

    private static List<String> read(EmbeddedBroker broker) {
        try (LogConsumer consumer = broker.consumer(ConsumerOptions.reader("r"))) {
            consumer.assign(List.of(A0));
            consumer.seek(A0, 0);
            return BrokerFixture.drain(consumer);
        }
    }

    @Test
    void shouldKeepDataInADirectoryThatItMakes() {
        Path directory = temporary.resolve("some/where");
        String clusterId;
        try (EmbeddedBroker broker = EmbeddedBroker.open(directory, FAST)) {
            broker.createTopic("a", 1);
            write(broker, "1", "2");
            clusterId = broker.clusterId();
        }

        try (EmbeddedBroker broker = EmbeddedBroker.open(directory, FAST)) {
            assertThat(read(broker)).containsExactly("1", "2");
            assertThat(broker.clusterId()).isEqualTo(clusterId);
        }
        assertThat(directory).isDirectoryContaining(path -> path.endsWith("MILLRACE"));
        assertThat(directory.resolve("a-0")).isDirectoryContaining(path -> path.endsWith("00000000000000000000.index"));
        assertThat(directory.resolve("a-0/partition.metadata")).content().startsWith("version: 0\ntopic_id: ");
    }

    @Test
    void shouldRefuseADirectoryThatHoldsSomethingElseAndChangeNothing() throws IOException {
        Files.writeString(temporary.resolve("thesis.tex"), "x");

        assertThatThrownBy(() -> EmbeddedBroker.open(temporary, FAST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(temporary.toString())
                .hasMessageContaining("thesis.tex");
        try (Stream<Path> files = Files.list(temporary)) {
            assertThat(files).containsExactly(temporary.resolve("thesis.tex"));
        }
    }

    @Test
    void shouldRefuseASecondBrokerOnTheSameDirectoryUnderAnyName() throws IOException {
        Path link = temporary.resolve("link");
        Path directory = Files.createDirectory(temporary.resolve("data"));
        Files.createSymbolicLink(link, directory);
        try (EmbeddedBroker broker = EmbeddedBroker.open(directory, FAST)) {
            broker.createTopic("a", 1);
            assertThatThrownBy(() -> EmbeddedBroker.open(directory, FAST))
                    .isInstanceOf(BrokerUnavailableException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("another broker in this process");
            assertThatThrownBy(() -> EmbeddedBroker.open(link, FAST)).isInstanceOf(BrokerUnavailableException.class);
            write(broker, "1");
        }
        try (EmbeddedBroker broker = EmbeddedBroker.open(link, FAST)) {
            assertThat(read(broker)).containsExactly("1");
        }
    }

    @Test
    void shouldRefuseADirectoryThatAnotherProcessHasOpen() throws Exception {
        Path directory = temporary.resolve("data");
        EmbeddedBroker.open(directory, FAST).close();
        String java = ProcessHandle.current().info().command().orElseThrow();
        Process holder = new ProcessBuilder(
                        java,
                        "-Xmx64m",
                        "-cp",
                        Path.of(LockHolder.class
                                        .getProtectionDomain()
                                        .getCodeSource()
                                        .getLocation()
                                        .toURI())
                                .toString(),
                        LockHolder.class.getName(),
                        directory.resolve(".lock").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            assertThat(holder.getInputStream().read()).isEqualTo('L');

            assertThatThrownBy(() -> EmbeddedBroker.open(directory, FAST))
                    .isInstanceOf(BrokerUnavailableException.class)
                    .hasMessageContaining(directory.toString())
                    .hasMessageContaining("process " + holder.pid());
        } finally {
            holder.destroyForcibly();
            holder.waitFor();
        }
        EmbeddedBroker.open(directory, FAST).close();
    }

    private String manyFiles(boolean syncs) throws Exception {
        String java = ProcessHandle.current().info().command().orElseThrow();
        List<String> roots = new ArrayList<>();
        for (Class<?> type : List.of(ManyFiles.class, FileDisk.class, Nullable.class)) {
            roots.add(Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString());
        }
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n 100; exec \"$0\" \"$@\"",
                        java,
                        "-Xmx64m",
                        "-XX:-MaxFDLimit",
                        "-cp",
                        String.join(System.getProperty("path.separator"), roots),
                        ManyFiles.class.getName(),
                        temporary.resolve("many-" + syncs).toString(),
                        "300",
                        Boolean.toString(syncs))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return printed;
    }

    @Test
    void shouldDoWithTheDescriptorsThatTheProcessMayHave() throws Exception {
        assertThat(manyFiles(true)).isEqualTo("fine");
    }

    @Test
    void shouldTellHowManyFilesAreOpenWhereNoDescriptorCanBeGivenUp() throws Exception {
        assertThat(manyFiles(false))
                .contains("no file descriptor left")
                .containsPattern("holds \\d+ files open")
                .contains("ulimit -n");
    }

    @Test
    void shouldKnowADirectoryForTemporaryFiles() {
        Path temporaryFiles = Path.of(System.getProperty("java.io.tmpdir"));

        assertThat(new FileDisk(temporaryFiles.resolve("data")).isTemporary()).isTrue();
        assertThat(new FileDisk(temporaryFiles.resolveSibling("elsewhere")).isTemporary())
                .isFalse();
    }

    @Test
    void shouldRefuseDataOfANewerFormat() throws IOException {
        Files.writeString(temporary.resolve("MILLRACE"), "format=2\ncluster.id=x\n");

        assertThatThrownBy(() -> EmbeddedBroker.open(temporary, FAST))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("format 2");
    }

    @Test
    void shouldNotLoseFilesToAnInterruptedThread() {
        try (EmbeddedBroker broker = EmbeddedBroker.open(temporary.resolve("data"), FAST.withTailCacheBytes(1))) {
            broker.createTopic("a", 1);
            write(broker, "1");

            Thread.currentThread().interrupt();
            write(broker, "2");
            assertThat(read(broker)).containsExactly("1", "2");
            broker.createTopic("b", 1);
            assertThat(Thread.interrupted()).isTrue();

            write(broker, "3");
            assertThat(read(broker)).containsExactly("1", "2", "3");
        }
    }

    @Test
    void shouldLoseNothingToThreadsThatAreInterruptedAllTheTime() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.open(temporary.resolve("data"), FAST.withTailCacheBytes(1))) {
            broker.createTopic("a", 3);
            List<Thread> threads = new ArrayList<>();
            AtomicInteger wrong = new AtomicInteger();
            for (int i = 0; i < 3; i++) {
                TopicPartition own = new TopicPartition("a", i);
                Random random = new Random(i);
                Thread thread = new Thread(() -> {
                    for (int round = 0; round < 60; round++) {
                        boolean interrupts = random.nextBoolean();
                        if (interrupts) {
                            Thread.currentThread().interrupt();
                        }
                        try (LogProducer producer = broker.producer(ProducerOptions.idempotent("p" + own))) {
                            producer.appender(own).append(1L, null, new byte[] {(byte) round}, null);
                            producer.flush();
                        }
                        try (LogConsumer consumer = broker.consumer(ConsumerOptions.reader("r"))) {
                            consumer.assign(List.of(own));
                            consumer.seek(own, round);
                            wrong.addAndGet(consumer.poll(0).isEmpty() ? 1 : 0);
                        }
                        wrong.addAndGet(Thread.interrupted() == interrupts ? 0 : 1);
                    }
                });
                threads.add(thread);
                thread.setUncaughtExceptionHandler((failed, e) -> wrong.incrementAndGet());
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }

            assertThat(wrong).hasValue(0);
            for (int i = 0; i < 3; i++) {
                assertThat(broker.topics().endOffset(new TopicPartition("a", i), Isolation.READ_COMMITTED))
                        .isEqualTo(60);
            }
        }
    }

    @Test
    void shouldReadAndCutFilesAtPositions() throws IOException {
        FileDisk disk = new FileDisk(temporary);
        try (DiskFile file = disk.open("f")) {
            file.write(0, new byte[] {1, 2, 3, 4}, 0, 4);
            file.write(6, new byte[] {9, 7}, 1, 1);
            byte[] into = new byte[10];

            assertThat(file.read(3, into, 1, 9)).isEqualTo(4);
            assertThat(into).startsWith(0, 4, 0, 0, 7);
            file.truncate(2);
            assertThat(file.sizeBytes()).isEqualTo(2);
            assertThat(file.read(5, into, 0, 1)).isZero();
            file.sync();
        }
        disk.rename("f", "g");
        assertThat(disk.list("")).containsExactly("g");
    }

    @Test
    void shouldHoldMoreFilesThanItHasHandlesFor() throws IOException {
        FileDisk disk = new FileDisk(temporary);
        DiskFile[] files = new DiskFile[1_000];
        for (int i = 0; i < files.length; i++) {
            files[i] = disk.open("f" + i);
            files[i].write(0, new byte[] {(byte) i}, 0, 1);
            files[i].sync();
        }
        byte[] into = new byte[1];
        for (int i = 0; i < files.length; i++) {
            assertThat(files[i].read(0, into, 0, 1)).isEqualTo(1);
            assertThat(into[0]).isEqualTo((byte) i);
        }
        try (Stream<Path> handles = Files.list(Path.of("/proc/self/fd"))) {
            assertThat(handles.count()).isLessThan(700);
        }
        for (DiskFile file : files) {
            file.close();
        }
    }

    @Test
    void shouldWaitForAHundredSyncsAtOnceAndTellOfEachThatFailed(@TempDir Path directory) {
        FileDisk disk = new FileDisk(directory);
        CyclicBarrier all = new CyclicBarrier(100);
        AtomicInteger done = new AtomicInteger();
        List<Disk.IoWork> works = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            int number = i;
            works.add(() -> {
                try {
                    // Nobody gets past it before all are there.
                    all.await(30, TimeUnit.SECONDS);
                } catch (Exception e) {
                    throw new IOException("work " + number + " was alone", e);
                }
                done.incrementAndGet();
                if (number % 50 == 7) {
                    throw new IOException("failed " + number);
                }
            });
        }

        assertThatThrownBy(() -> disk.together(works))
                .isInstanceOf(IOException.class)
                .hasMessage("failed 7")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThat(done).hasValue(100);
    }

    @Test
    void shouldCommitWithSyncsOnItsOwnThread() {
        try (EmbeddedBroker broker = EmbeddedBroker.open(temporary.resolve("data"))) {
            broker.createTopic("a", 1);
            try (EmbeddedProducer<String, String> producer = broker.producer(Texts.OUT, Texts.OUT, "p")) {
                producer.beginTransaction();
                producer.send(new io.millrace.record.ProducerRecord<>("a", "k", "v"));
                producer.commitTransaction();
            }
            assertThat(read(broker)).containsExactly("v");
            assertThat(broker.topics().endOffset(A0, Isolation.READ_COMMITTED)).isEqualTo(2);
            assertThat(Optional.of(broker.clusterId())).isNotEmpty();
        }
    }
}
