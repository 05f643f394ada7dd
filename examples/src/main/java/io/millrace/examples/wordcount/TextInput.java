package io.millrace.examples.wordcount;

import io.millrace.examples.launch.Reasons;
import io.millrace.examples.launch.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** A text to be read, and where in it reading starts. Read at most once. */
final class TextInput {

    private static final int CHUNK = 1 << 16;

    private final String name;
    private final @Nullable Path path;
    private final InputStream standardInput;

    private Optional<String> identity = Optional.empty();
    private long startBytes;
    private final CRC32C crc = new CRC32C();

    private TextInput(String name, @Nullable Path path, InputStream standardInput) {
        this.name = name;
        this.path = path;
        this.standardInput = standardInput;
    }

    /**
     * The text of that name on the command line, from its start on; nothing is opened yet.
     *
     * @throws Refusal if there is no such file or it cannot be read
     */
    static TextInput named(String name, InputStream standardInput) throws Refusal {
        if (name.equals(Arguments.STANDARD_INPUT)) {
            return new TextInput("standard input", null, standardInput);
        }
        Path path;
        try {
            path = Path.of(name);
        } catch (InvalidPathException e) {
            throw new Refusal("cannot read " + name + ": not a path", e);
        }
        if (name.isEmpty() || !Files.exists(path)) {
            throw new Refusal("cannot read '" + name + "': no such file");
        }
        if (Files.isDirectory(path)) {
            throw new Refusal("cannot read '" + name + "': it is a directory");
        }
        if (!Files.isReadable(path)) {
            throw new Refusal("cannot read '" + name + "': permission denied");
        }
        return new TextInput("'" + name + "'", path, standardInput);
    }

    /**
     * The name under which the position of this text is remembered: its canonical path; empty for standard input.
     *
     * @throws Refusal if the text cannot be read a second time, so that no position in it means anything
     */
    Optional<String> canonicalPath() throws Refusal {
        if (path == null) {
            return Optional.empty();
        }
        if (!Files.isRegularFile(path)) {
            throw new Refusal(
                    name + " is not a regular file: with --data only files that can be read again are taken up"
                            + " where they were left; pass it as standard input (-)");
        }
        try {
            return Optional.of(path.toRealPath().toString());
        } catch (IOException e) {
            throw new Refusal("cannot read " + name + ": " + Reasons.of(e), e);
        }
    }

    /**
     * Remembers positions under {@code canonicalPath} from now on and starts behind {@code committed}, after reading what is before.
     *
     * @throws Refusal if the file is shorter or is not what was read then
     */
    void resume(String canonicalPath, Position committed) throws Refusal {
        try (InputStream in = open()) {
            long read = sum(in, committed.bytes());
            if (read < committed.bytes()) {
                throw new Refusal(name + " was counted up to byte " + committed.bytes() + " and is now only " + read
                        + " bytes long; what was counted cannot be taken back");
            }
        } catch (IOException e) {
            throw new Refusal("cannot read " + name + ": " + Reasons.of(e), e);
        }
        if ((int) crc.getValue() != committed.crc32c()) {
            throw new Refusal(name + " was counted up to byte " + committed.bytes()
                    + " and has changed before that point; what was counted cannot be taken back");
        }
        identity = Optional.of(canonicalPath);
        startBytes = committed.bytes();
    }

    private long sum(InputStream in, long wantedBytes) throws IOException {
        byte[] chunk = new byte[CHUNK];
        long read = 0;
        while (read < wantedBytes) {
            int count = in.read(chunk, 0, (int) Math.min(CHUNK, wantedBytes - read));
            if (count < 0) {
                break;
            }
            crc.update(chunk, 0, count);
            read += count;
        }
        return read;
    }

    String name() {
        return name;
    }

    /** Under which name positions in it are remembered; empty if they are not. */
    Optional<String> identity() {
        return identity;
    }

    /** Whether reading may wait for whoever writes the other end. */
    boolean mayStall() {
        return path == null || !Files.isRegularFile(path);
    }

    /** Bytes that are left to read as far as known; 0 if not. */
    long remainingBytes() {
        try {
            return path == null ? 0 : Math.max(0, Files.size(path) - startBytes);
        } catch (IOException unknown) {
            return 0;
        }
    }

    /** The bytes from the start position on; closed by the caller. Standard input stays open when it is closed. */
    InputStream open() throws IOException {
        if (path == null) {
            return new Borrowed(standardInput);
        }
        InputStream in = Files.newInputStream(path);
        try {
            in.skipNBytes(startBytes);
            return in;
        } catch (IOException | RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** The lines from the start position on. */
    ByteLines lines(InputStream in) {
        return new ByteLines(in, startBytes, crc);
    }

    /** Passes everything on but {@code close()}. */
    private static final class Borrowed extends InputStream {

        private final InputStream owned;

        Borrowed(InputStream owned) {
            this.owned = owned;
        }

        @Override
        public int read() throws IOException {
            return owned.read();
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            return owned.read(target, offset, length);
        }

        @Override
        public int available() throws IOException {
            return owned.available();
        }
    }
}
