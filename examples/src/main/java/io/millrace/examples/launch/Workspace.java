package io.millrace.examples.launch;

import io.millrace.broker.BrokerOptions;
import io.millrace.broker.Durability;
import io.millrace.broker.EmbeddedBroker;
import io.millrace.log.LogException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a run works: a broker and a directory for state. Either the user's data directory, which survives power loss, or a temporary one
 * that is removed when the run or the process ends.
 */
public final class Workspace implements AutoCloseable {

    private final EmbeddedBroker broker;
    private final Path stateDirectory;
    private final @Nullable TemporaryDirectory temporary;

    private Workspace(EmbeddedBroker broker, Path stateDirectory, @Nullable TemporaryDirectory temporary) {
        this.broker = broker;
        this.stateDirectory = stateDirectory;
        this.temporary = temporary;
    }

    /**
     * Opens {@code data}, or a temporary directory if there is none.
     *
     * @throws Refusal if the directory is in use, is not Millrace's or cannot be read and written
     */
    public static Workspace open(Optional<Path> data) throws Refusal, IOException {
        return data.isPresent() ? openData(data.get()) : openTemporary();
    }

    /**
     * Opens {@code data}, or a broker in memory if there is none; state is in a temporary directory then.
     *
     * @throws Refusal if the directory is in use, is not Millrace's or cannot be read and written
     */
    public static Workspace openOrInMemory(Optional<Path> data) throws Refusal, IOException {
        return data.isPresent() ? openData(data.get()) : inMemory(TemporaryDirectory.create("millrace-example-"));
    }

    /**
     * As {@link #openOrInMemory}, for one who closes it in order also when the process is told to end.
     *
     * @throws Refusal if the directory is in use, is not Millrace's or cannot be read and written
     */
    static Workspace openForService(Optional<Path> data) throws Refusal, IOException {
        return data.isPresent()
                ? openData(data.get())
                : inMemory(TemporaryDirectory.createForService("millrace-example-"));
    }

    private static Workspace inMemory(TemporaryDirectory temporary) {
        return new Workspace(EmbeddedBroker.inMemory(), temporary.path(), temporary);
    }

    private static Workspace openData(Path directory) throws Refusal {
        try {
            return new Workspace(EmbeddedBroker.open(directory), directory.resolve("state"), null);
        } catch (LogException | IllegalArgumentException e) {
            throw new Refusal("cannot use --data " + directory + ": " + Reasons.of(e), e);
        }
    }

    private static Workspace openTemporary() throws IOException {
        TemporaryDirectory temporary = TemporaryDirectory.create("millrace-");
        EmbeddedBroker broker = EmbeddedBroker.open(
                temporary.path().resolve("broker"), BrokerOptions.defaults().withDurability(Durability.OS_CACHE));
        return new Workspace(broker, temporary.path().resolve("state"), temporary);
    }

    /** The broker; closed with the workspace. */
    public EmbeddedBroker broker() {
        return broker;
    }

    /** Where the stores of the application belong. */
    public Path stateDirectory() {
        return stateDirectory;
    }

    @Override
    public void close() {
        broker.close();
        if (temporary != null) {
            temporary.close();
        }
    }
}
