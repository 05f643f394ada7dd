package io.millrace.broker.compression;

import io.millrace.log.LogException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** How the records of a batch are compressed. The order is that of the numbers in Kafka's batch format. Thread-safe. */
public enum Compression {
    NONE("none", "", Plain::new),
    GZIP("gzip", "", Gzip::new),
    SNAPPY("snappy", "org.xerial.snappy:snappy-java", () -> new Snappy()),
    LZ4("lz4", "at.yawk.lz4:lz4-java", () -> new Lz4()),
    ZSTD("zstd", "com.github.luben:zstd-jni", () -> new Zstd());

    private static final Compression[] BY_NUMBER = values();

    private final String text;
    private final String library;
    /** Made at each use, and not before: making it needs the library. */
    private final Supplier<Streams> streams;

    /** Bytes through a library. */
    interface Streams {

        OutputStream compressing(OutputStream to) throws IOException;

        InputStream decompressing(InputStream from) throws IOException;
    }

    private record Plain() implements Streams {

        @Override
        public OutputStream compressing(OutputStream to) {
            return to;
        }

        @Override
        public InputStream decompressing(InputStream from) {
            return from;
        }
    }

    Compression(String text, String library, Supplier<Streams> streams) {
        this.text = text;
        this.library = library;
        this.streams = streams;
    }

    /** The kind with this number in a batch's attributes; empty if there is none. */
    public static Optional<Compression> numbered(int number) {
        return number < BY_NUMBER.length ? Optional.of(BY_NUMBER[number]) : Optional.empty();
    }

    /** By the values of {@code compression.type}; empty for an unknown one. */
    public static Optional<Compression> named(String name) {
        if (name.equals("producer") || name.equals("uncompressed")) {
            return Optional.of(NONE);
        }
        return Arrays.stream(BY_NUMBER).filter(kind -> kind.text.equals(name)).findFirst();
    }

    /** Names that {@link #named} knows. */
    public static List<String> names() {
        return Arrays.stream(BY_NUMBER).map(kind -> kind.text).toList();
    }

    public int number() {
        return ordinal();
    }

    @Override
    public String toString() {
        return text;
    }

    /** @throws LogException if a library is missing */
    public void requireAvailable() {
        compress(new byte[1], 0, 1);
    }

    /** @throws LogException if a library is missing */
    public byte[] compress(byte[] bytes, int start, int length) {
        ByteArrayOutputStream into = new ByteArrayOutputStream(Math.max(64, length / 2));
        try (OutputStream out = streams.get().compressing(into)) {
            out.write(bytes, start, length);
        } catch (IOException e) {
            throw new LogException(length + " bytes could not be compressed with " + text, e);
        } catch (LinkageError e) {
            throw missing(e);
        }
        return into.toByteArray();
    }

    /**
     * Undoes {@link #compress}, into an array that has {@code room} bytes in front.
     *
     * @throws LogException if a library is missing, or the bytes are not what they should be
     */
    public byte[] decompress(byte[] bytes, int start, int length, int room) {
        ByteArrayOutputStream into = new ByteArrayOutputStream(room + 3 * length);
        into.write(new byte[room], 0, room);
        try (InputStream in = streams.get().decompressing(new ByteArrayInputStream(bytes, start, length))) {
            in.transferTo(into);
        } catch (IOException e) {
            throw new LogException(
                    length + " bytes could not be decompressed with " + text + "; they were left as they are", e);
        } catch (LinkageError e) {
            throw missing(e);
        }
        return into.toByteArray();
    }

    private LogException missing(LinkageError cause) {
        return new LogException(
                "Compression " + text + " needs a library that is not there, or does not work on this machine: put "
                        + library + " on the class path. Nothing was changed.",
                cause);
    }
}
