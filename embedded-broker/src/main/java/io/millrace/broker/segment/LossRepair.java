package io.millrace.broker.segment;

import io.millrace.broker.batch.BatchFormat;
import io.millrace.broker.batch.ClosedBatch;
import io.millrace.broker.batch.ControlMarker;
import io.millrace.broker.batch.FillerBatch;
import io.millrace.broker.disk.Disk;
import io.millrace.broker.disk.DiskFile;
import io.millrace.log.CorruptLogException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts an empty batch in the place of damaged bytes, so that all offsets are there and whole batches behind stay. What is before a recovery point keeps its positions.
 * A crash in between leaves the damage as it was. Confined to its caller; the files must not be open.
 */
public final class LossRepair {

    private static final int COPY_BYTES = 1 << 20;

    private final LogEnvironment environment;
    private final String directory;
    private final String metadata;
    private final LogDamage damage;
    private final PartitionDamage lost;

    /** A commit that wrote to the partition, and where its records end there. */
    public record Decided(long commitNumber, long producerId, long endOffset) {}

    LossRepair(LogEnvironment environment, String directory, String metadata, LogDamage damage, PartitionDamage lost) {
        this.environment = environment;
        this.directory = directory;
        this.metadata = metadata;
        this.damage = damage;
        this.lost = lost;
    }

    private String path() {
        return SegmentFiles.path(directory, damage.segmentBaseOffset(), SegmentFiles.LOG);
    }

    /** Fills what was durable and is missing or damaged. What its batches added up to is in the recovery point. */
    void fillUp() throws IOException {
        Disk disk = environment.disk();
        long missing = damage.endPosition() - damage.position();
        boolean losesOffsets = lost.endOffset() > lost.offset();
        if (losesOffsets && (missing < BatchFormat.HEADER_BYTES || missing > Integer.MAX_VALUE)) {
            throw unable(missing + " bytes cannot be filled");
        }
        makeDirectory(disk);
        try (DiskFile file = disk.open(path())) {
            if (missing > 0 && !losesOffsets) {
                if (file.sizeBytes() != damage.endPosition()) {
                    throw unable("no offsets are lost there");
                }
                file.truncate(damage.position());
            } else if (missing > 0) {
                byte[] filler = filler(lost.offset(), (int) missing);
                file.write(damage.position(), filler, 0, filler.length);
            }
            file.sync();
        }
        disk.syncDirectory(directory);
        disk.syncDirectory("");
    }

    private void makeDirectory(Disk disk) throws IOException {
        disk.makeDirectories(directory);
        String path = directory + "/" + SegmentFiles.METADATA;
        if (!disk.exists(path)) {
            byte[] text = metadata.getBytes(StandardCharsets.UTF_8);
            try (DiskFile file = disk.open(path)) {
                file.write(0, text, 0, text.length);
                file.sync();
            }
        }
    }

    private byte[] filler(long offset, int sizeBytes) {
        int count = Math.toIntExact(lost.endOffset() - offset);
        return FillerBatch.of(offset, count, sizeBytes, environment.logEpoch().get());
    }

    /** Writes the segment anew without the damage. */
    void replace(List<OpenTransaction> open, List<Decided> decided) throws IOException {
        List<byte[]> instead = instead(open, decided);
        Disk disk = environment.disk();
        makeDirectory(disk);
        String cleaned = SegmentSwap.cleanedPath(directory, damage.segmentBaseOffset());
        try (DiskFile from = disk.open(path());
                DiskFile to = disk.open(cleaned)) {
            to.truncate(0);
            long end = copy(from, 0, damage.position(), to, 0);
            for (byte[] batch : instead) {
                to.write(end, batch, 0, batch.length);
                end += batch.length;
            }
            copy(from, damage.endPosition(), from.sizeBytes(), to, end);
            to.sync();
        }
        disk.rename(cleaned, path());
        disk.delete(SegmentFiles.path(directory, damage.segmentBaseOffset(), SegmentFiles.OFFSET_INDEX));
        disk.delete(SegmentFiles.path(directory, damage.segmentBaseOffset(), SegmentFiles.TIME_INDEX));
        disk.syncDirectory(directory);
        disk.syncDirectory("");
    }

    private static long copy(DiskFile from, long start, long end, DiskFile to, long at) throws IOException {
        byte[] chunk = new byte[COPY_BYTES];
        long position = at;
        for (long next = start; next < end; ) {
            int count = from.read(next, chunk, 0, (int) Math.min(chunk.length, end - next));
            if (count <= 0) {
                throw new IOException("The file ended at " + next + ", expected " + end + " bytes");
            }
            to.write(position, chunk, 0, count);
            position += count;
            next += count;
        }
        return position;
    }

    /**
     * Markers, and an empty batch. A transaction is committed if a decision says that it ended before or within what is lost. Any other that is open there may have been aborted by a
     * marker that is lost, so it is aborted: what its producer wrote behind the damage would bring it back.
     */
    private List<byte[]> instead(List<OpenTransaction> open, List<Decided> decided) {
        long room = lost.endOffset() - lost.offset();
        List<ControlMarker> markers = new ArrayList<>();
        List<OpenTransaction> owners = new ArrayList<>();
        List<OpenTransaction> unsure = new ArrayList<>();
        for (OpenTransaction transaction : open) {
            long number = commitNumber(transaction, decided);
            if (number >= 0) {
                markers.add(ControlMarker.commit(number));
                owners.add(transaction);
            } else {
                unsure.add(transaction);
            }
        }
        if (markers.size() < room) {
            unsure.forEach(transaction -> markers.add(ControlMarker.abort()));
            owners.addAll(unsure);
        }
        if (markers.size() > room) {
            throw unable(markers.size() + " transactions were open there, and only " + room
                    + " offsets are lost: it is not known which of them ended");
        }
        List<byte[]> batches = new ArrayList<>();
        long offset = lost.offset();
        for (int i = 0; i < markers.size(); i++) {
            OpenTransaction owner = owners.get(i);
            ClosedBatch marker =
                    markers.get(i).toBatch(environment.clock().wallMs(), owner.producerId(), owner.producerEpoch());
            byte[] bytes = java.util.Arrays.copyOf(marker.bytes(), marker.sizeBytes());
            BatchFormat.place(bytes, 0, offset++, environment.logEpoch().get());
            batches.add(bytes);
        }
        if (offset < lost.endOffset()) {
            batches.add(filler(offset, BatchFormat.HEADER_BYTES));
        }
        return batches;
    }

    private long commitNumber(OpenTransaction transaction, List<Decided> decided) {
        for (Decided each : decided) {
            if (each.producerId() == transaction.producerId()
                    && each.endOffset() > transaction.firstOffset()
                    && each.endOffset() <= lost.endOffset()) {
                return each.commitNumber();
            }
        }
        return -1;
    }

    private CorruptLogException unable(String why) {
        return new CorruptLogException("The damage in " + lost.file() + " at position " + lost.position() + " of "
                + lost.partition() + " cannot be given up alone: " + why
                + ". Nothing was changed. Restore the file from a copy, or delete the topic.");
    }
}
