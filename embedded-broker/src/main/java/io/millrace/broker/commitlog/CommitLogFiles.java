package io.millrace.broker.commitlog;

import io.millrace.broker.batch.ByteWriter;
import io.millrace.broker.disk.Disk;
import io.millrace.broker.disk.DiskFile;
import io.millrace.broker.disk.Rewriting;
import io.millrace.log.CorruptLogException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The files of the commit log: reading them at open, snapshots, cutting. Confined to one thread at a time. */
public final class CommitLogFiles {

    public static final String DIRECTORY = "commit-log";

    private static final String LOG = ".log";
    private static final String SNAPSHOT = ".snapshot";
    private static final String TEMPORARY = ".tmp";
    private static final int DIGITS = 20;

    private final Disk disk;

    public CommitLogFiles(Disk disk) {
        this.disk = disk;
    }

    /** An entry and where it is. */
    public record Located(LogEntry entry, long fileNumber, long position) {}

    /**
     * The first entry that is not whole.
     *
     * @param hasWholeEntryBehind whether the log goes on behind it
     */
    public record Damage(String file, long fileNumber, long position, long lostBytes, boolean hasWholeEntryBehind) {}

    /**
     * What the files hold.
     *
     * @param snapshot entries of the newest snapshot; empty if there is none
     * @param entries entries behind it
     * @param lastFileNumber the file that the log goes on in
     */
    public record Content(
            List<LogEntry> snapshot,
            List<Located> entries,
            @Nullable Damage damage,
            long lastFileNumber) {}

    private String path(long number, String suffix) {
        String digits = Long.toString(number);
        return DIRECTORY + "/" + "0".repeat(DIGITS - digits.length()) + digits + suffix;
    }

    String describe(long number) {
        return disk.describe(path(number, LOG));
    }

    private static long number(String name, String suffix) {
        if (!name.endsWith(suffix) || name.length() != DIGITS + suffix.length()) {
            return -1;
        }
        String digits = name.substring(0, DIGITS);
        return digits.chars().allMatch(c -> c >= '0' && c <= '9') ? Long.parseLong(digits) : -1;
    }

    /** Reads all there is; changes nothing. */
    public Content read() throws IOException {
        List<String> names = disk.list(DIRECTORY);
        long snapshotNumber = 0;
        for (String name : names) {
            snapshotNumber = Math.max(snapshotNumber, number(name, SNAPSHOT));
        }
        List<LogEntry> snapshot = snapshotNumber == 0 ? List.of() : readSnapshot(snapshotNumber);
        List<Located> entries = new ArrayList<>();
        Damage damage = null;
        long last = snapshotNumber;
        long next = snapshotNumber;
        for (String name : names) {
            long number = number(name, LOG);
            if (number < snapshotNumber) {
                continue;
            }
            if (number != next) {
                throw missing(next, number);
            }
            next = number + 1;
            if (damage == null) {
                damage = readLog(number, entries);
                last = number;
            } else if (hasWholeEntry(readAll(path(number, LOG)), 0)) {
                damage = new Damage(damage.file(), damage.fileNumber(), damage.position(), damage.lostBytes(), true);
            }
        }
        return new Content(snapshot, entries, damage, last);
    }

    private CorruptLogException missing(long expected, long found) {
        return new CorruptLogException("The commit log goes on in " + describe(found) + ", but "
                + disk.describe(path(expected, expected == 0 ? LOG : SNAPSHOT))
                + ", or a later snapshot, is missing: topics and committed offsets"
                + " cannot be known. Nothing was changed. Restore the file from a copy.");
    }

    private byte[] readAll(String path) throws IOException {
        try (DiskFile file = disk.open(path)) {
            byte[] bytes = new byte[Math.toIntExact(file.sizeBytes())];
            int length = file.read(0, bytes, 0, bytes.length);
            if (length != bytes.length) {
                throw new IOException(
                        disk.describe(path) + " has " + bytes.length + " bytes, only " + length + " could be read");
            }
            return bytes;
        }
    }

    private List<LogEntry> readSnapshot(long number) throws IOException {
        List<Located> entries = new ArrayList<>();
        String path = path(number, SNAPSHOT);
        int end = readEntries(readAll(path), number, entries);
        boolean complete =
                !entries.isEmpty() && entries.get(entries.size() - 1).entry() instanceof LogEntry.SnapshotEnd;
        if (!complete) {
            throw new CorruptLogException(
                    disk.describe(path) + " is damaged at position " + end
                            + ": topics and committed offsets cannot be known. Nothing was changed. Restore the file from a copy.");
        }
        return entries.stream().map(Located::entry).toList();
    }

    private @Nullable Damage readLog(long number, List<Located> into) throws IOException {
        byte[] bytes = readAll(path(number, LOG));
        int end = readEntries(bytes, number, into);
        return end == bytes.length
                ? null
                : new Damage(describe(number), number, end, bytes.length - end, hasWholeEntry(bytes, end + 1));
    }

    /** Position behind the last whole entry. */
    private int readEntries(byte[] bytes, long number, List<Located> into) {
        int position = 0;
        while (true) {
            int size = EntryCodec.sizeOfWhole(bytes, position, bytes.length);
            if (size < 0) {
                return position;
            }
            LogEntry entry = EntryCodec.read(bytes, position, position + size);
            if (entry == null) {
                throw new CorruptLogException("Entry at position " + position + " of " + describe(number)
                        + " is of a kind that this version does not know: the data was written by a newer version. Nothing was"
                        + " changed. Open it with that version.");
            }
            into.add(new Located(entry, number, position));
            position += size;
        }
    }

    private static boolean hasWholeEntry(byte[] bytes, int from) {
        for (int start = from; start + EntryCodec.FRAME_BYTES < bytes.length; start++) {
            if (EntryCodec.looksLikeEntry(bytes, start, bytes.length)
                    && EntryCodec.sizeOfWhole(bytes, start, bytes.length) > 0) {
                return true;
            }
        }
        return false;
    }

    /** Cuts the log behind a position of a file, durably; later files go. */
    public void cut(long fileNumber, long position) throws IOException {
        List<String> names = disk.list(DIRECTORY);
        for (int i = names.size() - 1; i >= 0; i--) {
            if (number(names.get(i), LOG) > fileNumber) {
                disk.delete(DIRECTORY + "/" + names.get(i));
            }
        }
        try (DiskFile file = disk.open(path(fileNumber, LOG))) {
            if (file.sizeBytes() > position) {
                file.truncate(position);
                file.sync();
            }
        }
        syncNames();
    }

    /**
     * Puts entries in the place of everything behind a position of a file, in one step: a crash leaves the old file or the new one. Later files go.
     */
    public void replaceTail(long fileNumber, long position, List<LogEntry> entries) throws IOException {
        ByteWriter out = new ByteWriter(1 << 12);
        out.bytes(Arrays.copyOf(readAll(path(fileNumber, LOG)), Math.toIntExact(position)));
        entries.forEach(entry -> EntryCodec.write(entry, out));
        byte[] content = out.toByteArray();
        String temporary = path(fileNumber, LOG) + TEMPORARY;
        try (DiskFile file = disk.open(temporary)) {
            file.truncate(0);
            file.write(0, content, 0, content.length);
            file.sync();
        }
        cut(fileNumber, Long.MAX_VALUE);
        disk.rename(temporary, path(fileNumber, LOG));
        syncNames();
    }

    /** Writes the entries behind the snapshot again: see {@link Rewriting}. */
    public void rewrite() throws IOException {
        for (String name : disk.list(DIRECTORY)) {
            if (number(name, LOG) >= 0) {
                try (DiskFile file = disk.open(DIRECTORY + "/" + name)) {
                    Rewriting.rewrite(file, 0);
                }
            }
        }
    }

    /** Opens the log for appends at the end of a file. */
    public CommitLog open(long fileNumber) throws IOException {
        disk.makeDirectories(DIRECTORY);
        DiskFile file = disk.open(path(fileNumber, LOG));
        return new CommitLog(this, file, fileNumber, file.sizeBytes());
    }

    DiskFile create(long fileNumber) throws IOException {
        DiskFile file = disk.open(path(fileNumber, LOG));
        file.truncate(0);
        return file;
    }

    void syncNames() throws IOException {
        disk.syncDirectory(DIRECTORY);
        disk.syncDirectory("");
    }

    /** The entries of a snapshot. Needs the decision lock. */
    public static byte[] encodeSnapshot(Ledger ledger, List<LogEntry.RecoveryPoint> recoveryPoints) {
        ByteWriter out = new ByteWriter(1 << 12);
        ledger.toEntries().forEach(entry -> EntryCodec.write(entry, out));
        recoveryPoints.forEach(point -> EntryCodec.write(point, out));
        EntryCodec.write(new LogEntry.SnapshotEnd(ledger.lastCommitNumber(), ledger.nextTopicNumber()), out);
        return out.toByteArray();
    }

    /** Makes a snapshot durable, then removes what it makes superfluous. */
    public void writeSnapshot(long number, byte[] content) throws IOException {
        String temporary = path(number, SNAPSHOT) + TEMPORARY;
        try (DiskFile file = disk.open(temporary)) {
            file.truncate(0);
            file.write(0, content, 0, content.length);
            file.sync();
        }
        disk.rename(temporary, path(number, SNAPSHOT));
        syncNames();
        removeSuperfluous(number);
    }

    private void removeSuperfluous(long number) throws IOException {
        for (String name : disk.list(DIRECTORY)) {
            boolean old = (number(name, LOG) >= 0 && number(name, LOG) < number)
                    || (number(name, SNAPSHOT) >= 0 && number(name, SNAPSHOT) < number);
            if (old || name.endsWith(TEMPORARY)) {
                disk.delete(DIRECTORY + "/" + name);
            }
        }
    }
}
