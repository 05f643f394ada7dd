package io.millrace.broker.segment;

import io.millrace.broker.batch.BatchFormat;
import io.millrace.broker.batch.BatchRewriter;
import io.millrace.broker.disk.Disk;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Compacts one partition once: learns the last offset of each key in what is new, then writes all segments up to there anew without the records that newer ones
 * have overtaken, some neighbours at a time. Works in steps of about 4 MB, so that whoever shares its thread does not wait. Confined to that thread.
 *
 * <p>Keys that do not fit into memory wait for the next time, which begins where this one ends. What is written takes the place of the old segments by
 * {@link SegmentSwap}, so that a crash between any two steps leaves a log with the same last value of each key.
 */
public final class Compaction {

    /** Bytes that the keys of one pass may take. */
    public static final long DEFAULT_KEY_BYTES = 64L << 20;

    private static final int STEP_BYTES = 4 << 20;
    private static final int CHUNK_BYTES = 1 << 20;

    /** What a compaction has to agree on with the rest of the broker. */
    public interface Notes {

        /** Every reader that holds tombstones back has durably read all before this offset. */
        long readBefore();

        /**
         * Notes, durably, that offsets may be missing and tombstones gone from now on.
         *
         * @return false if a reader needs tombstones that would go; then nothing is noted
         */
        boolean willReplace(CompactionState state) throws IOException;

        /** Notes how far the log is compacted. If the note is lost, it is compacted once more. */
        void cleaned(CompactionState state);
    }

    private final PartitionLog log;
    private final Disk disk;
    private final String directory;
    private final CompactionPlan plan;
    private final LogSettings settings;
    private final Notes notes;
    private final LatestOffsets latest;
    private final BatchRewriter rewriter = new BatchRewriter();

    // The part and the place in it that are looked at, in either phase.
    private int part;
    private @Nullable ChunkReader reading;
    // Behind the batch that was looked at last, in the part.
    private long nextOffset;
    // Keys are learned up to here; -1 until they are.
    private long mapEnd = -1;

    // While segments are written: the parts that the new segment takes the place of.
    private final List<CompactionPlan.Part> group = new ArrayList<>();
    private @Nullable CleanedSegment writing;
    private final Survivors survivors;

    Compaction(
            PartitionLog log,
            LogEnvironment environment,
            String directory,
            CompactionPlan plan,
            Notes notes,
            long keyBytesMax) {
        this.log = log;
        this.disk = environment.disk();
        this.directory = directory;
        this.plan = plan;
        this.settings = log.settings();
        this.notes = notes;
        latest = new LatestOffsets(keyBytesMax);
        survivors = new Survivors(
                latest,
                log.view(),
                log.lastOffsetsOfProducers(),
                environment.clock().wallMs(),
                settings.compaction().deleteRetentionMs());
    }

    public PartitionLog log() {
        return log;
    }

    /**
     * Works a little.
     *
     * @return whether there is more to do
     * @throws IOException if something cannot be read or written; nothing is lost. After this or any other exception it has to be abandoned; the rest is for
     *     another time.
     * @throws io.millrace.log.CorruptLogException if a batch is damaged; it is left as it is
     */
    public boolean step() throws IOException {
        if (mapEnd < 0) {
            learn();
            return true;
        }
        if (!rewrite()) {
            return true;
        }
        notes.cleaned(new CompactionState(0, 0, mapEnd));
        log.compaction().tombstonesAreDue(survivors.nextHorizonMs());
        return false;
    }

    /** Gives up. What was replaced stays so. */
    public void abandon() {
        CleanedSegment open = writing;
        writing = null;
        if (open != null) {
            open.discard();
        }
    }

    // ---- part keys ----

    private void learn() throws IOException {
        long from = log.compaction().state().cleanedUpTo();
        int budget = STEP_BYTES;
        while (budget > 0) {
            if (part == plan.parts().size()) {
                learned(plan.parts().isEmpty() ? 0 : plan.parts().get(part - 1).endOffset());
                return;
            }
            CompactionPlan.Part current = plan.parts().get(part);
            if (current.endOffset() <= from) {
                part++;
                continue;
            }
            ChunkReader chunk = reading;
            if (chunk == null) {
                chunk = reader(current);
                reading = chunk;
                nextOffset = current.baseOffset();
            }
            if (!chunk.next()) {
                reading = null;
                part++;
                continue;
            }
            requireWhole(chunk, current);
            budget -= chunk.batchBytes();
            survivors.learn(chunk.bytes(), chunk.start(), from);
            if (!latest.hasRoom()) {
                learned(BatchFormat.lastOffset(chunk.bytes(), chunk.start()) + 1);
                return;
            }
        }
    }

    private void learned(long endOffset) {
        mapEnd = endOffset;
        survivors.learned(endOffset);
        reading = null;
        part = 0;
    }

    private static ChunkReader reader(CompactionPlan.Part part) {
        return new ChunkReader(part.segment(), 0, part.segment().sizeBytes(), CHUNK_BYTES);
    }

    /** Were a batch learned under another offset than the one that it is written with, it would seem to be overtaken by itself. */
    private void requireWhole(ChunkReader chunk, CompactionPlan.Part part) throws IOException {
        String problem = chunk.problem(nextOffset, part.endOffset());
        boolean isBehindGap = problem == null && BatchFormat.baseOffset(chunk.bytes(), chunk.start()) > nextOffset;
        if (isBehindGap) {
            problem = chunk.unconfirmed();
        }
        if (problem != null) {
            throw chunk.corrupt(problem, nextOffset);
        }
        nextOffset = BatchFormat.lastOffset(chunk.bytes(), chunk.start()) + 1;
    }

    // ---- writing segments ----

    /** Whether everything is written. */
    private boolean rewrite() throws IOException {
        int budget = STEP_BYTES;
        while (budget > 0) {
            ChunkReader chunk = reading;
            if (chunk == null) {
                boolean isOver =
                        part == plan.parts().size() || plan.parts().get(part).baseOffset() >= mapEnd;
                if (!group.isEmpty() && (isOver || !hasRoomFor(plan.parts().get(part)))) {
                    replace();
                    return false;
                }
                if (isOver) {
                    return true;
                }
                chunk = startPart();
            }
            if (!chunk.next()) {
                reading = null;
                part++;
                continue;
            }
            requireWhole(chunk, plan.parts().get(part));
            budget -= chunk.batchBytes();
            write(chunk.bytes(), chunk.start());
        }
        return false;
    }

    private boolean hasRoomFor(CompactionPlan.Part next) {
        long bytes = next.segment().sizeBytes() + requireWriting().sizeBytes();
        return bytes <= settings.segmentBytes()
                && next.endOffset() - group.get(0).baseOffset() <= Integer.MAX_VALUE;
    }

    private CleanedSegment requireWriting() {
        CleanedSegment into = writing;
        if (into == null) {
            throw new IllegalStateException("No segment is being written");
        }
        return into;
    }

    private ChunkReader startPart() throws IOException {
        CompactionPlan.Part current = plan.parts().get(part);
        if (group.isEmpty()) {
            writing = CleanedSegment.create(disk, directory, current.baseOffset(), settings.indexIntervalBytes());
            survivors.startGroup(notes.readBefore(), log.startOffset());
        }
        group.add(current);
        ChunkReader chunk = reader(current);
        reading = chunk;
        nextOffset = current.baseOffset();
        return chunk;
    }

    private void write(byte[] bytes, int start) throws IOException {
        CleanedSegment into = requireWriting();
        byte[] kept = survivors.of(bytes, start, rewriter);
        if (kept == bytes) {
            into.add(bytes, start);
            return;
        }
        into.hasChanged();
        if (kept != null) {
            into.add(kept, 0);
        }
    }

    private void replace() throws IOException {
        CleanedSegment into = requireWriting();
        List<CompactionPlan.Part> replaced = List.copyOf(group);
        group.clear();
        if (replaced.size() == 1 && !into.isChanged()) {
            abandon();
            return;
        }
        into.close();
        long end = replaced.get(replaced.size() - 1).endOffset();
        if (!notes.willReplace(new CompactionState(end, survivors.droppedUpTo(), 0))) {
            throw new IOException("a store of this process was opened that needs tombstones before offset "
                    + survivors.droppedUpTo());
        }
        List<Segment> old = replaced.stream().map(CompactionPlan.Part::segment).toList();
        if (!log.compaction().replace(old, end, into.index(), survivors.droppedMarkers())) {
            throw new IOException("segments were deleted meanwhile");
        }
        writing = null;
    }
}
