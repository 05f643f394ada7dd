package io.millrace.stores.engine.rocksdb;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the files of a database that RocksDB reads record by record when it is opened: its list of tables ({@code MANIFEST}) and its write-ahead logs. RocksDB 11.8 can
 * loop for ever, in native code, over a record whose header is damaged, so that nobody would ever be told. Blocks and records are as the RocksDB wiki says under
 * "Write Ahead Log File Format". Stateless.
 */
final class LogFileCheck {

    private static final int BLOCK_BYTES = 1 << 15;
    private static final int HEADER_BYTES = 7;
    private static final int NO_RECORD = 0;
    /** The largest of the types that are written where logs are not recycled: full, first, middle, last. */
    private static final int TYPE_MAX = 4;

    private static final int MASK_DELTA = 0xa282ead8;
    private static final int MASK_BITS = 15;

    private LogFileCheck() {}

    /** What is damaged in a database; null if nothing is, or if there is none. An end that is missing is no damage: the process may have died in a write. */
    static @Nullable String problem(String directory) throws IOException {
        Path current = Path.of(directory, "CURRENT");
        if (!Files.exists(current)) {
            return null;
        }
        for (Path file : logFiles(current)) {
            String problem = Files.isRegularFile(file) ? problem(Files.readAllBytes(file)) : null;
            if (problem != null) {
                return file + ": " + problem;
            }
        }
        return null;
    }

    private static List<Path> logFiles(Path current) throws IOException {
        // Whatever is in it, it is looked at as bytes: a name that is damaged names no file.
        String manifest = new String(Files.readAllBytes(current), StandardCharsets.ISO_8859_1).strip();
        try (Stream<Path> files = Files.list(current.resolveSibling(""))) {
            return files.filter(file -> file.getFileName().toString().equals(manifest)
                            || file.getFileName().toString().endsWith(".log"))
                    .sorted()
                    .toList();
        }
    }

    private static @Nullable String problem(byte[] bytes) {
        ByteBuffer log = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int position = 0;
        while (bytes.length - position >= HEADER_BYTES) {
            int blockLeft = BLOCK_BYTES - position % BLOCK_BYTES;
            if (blockLeft < HEADER_BYTES) {
                position += blockLeft;
                continue;
            }
            int length = Short.toUnsignedInt(log.getShort(position + 4));
            int type = Byte.toUnsignedInt(log.get(position + 6));
            if (type == NO_RECORD && length == 0) {
                // Space that was reserved, or lost its content with the power: RocksDB ends there.
                return null;
            }
            if (type == NO_RECORD || type > TYPE_MAX || HEADER_BYTES + length > blockLeft) {
                return "no record begins at position " + position;
            }
            if (length > bytes.length - position - HEADER_BYTES) {
                return null;
            }
            if (log.getInt(position) != checksum(bytes, position + 6, 1 + length)) {
                return "the checksum of the record at position " + position + " is wrong";
            }
            position += HEADER_BYTES + length;
        }
        return null;
    }

    private static int checksum(byte[] bytes, int offset, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, offset, length);
        int value = (int) crc.getValue();
        return Integer.rotateRight(value, MASK_BITS) + MASK_DELTA;
    }
}
