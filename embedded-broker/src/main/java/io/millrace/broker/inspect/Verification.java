package io.millrace.broker.inspect;

import io.millrace.broker.commitlog.CommitLogFiles;
import io.millrace.broker.commitlog.LogEntry;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;

/** {@code verify}: looks at every batch and entry, and prints what is not whole. Confined to its caller. */
final class Verification {

    private final DataView data;
    private final PrintStream out;
    private int damaged;

    Verification(DataView data, PrintStream out) {
        this.data = data;
        this.out = out;
    }

    /** Number of places that are damaged. */
    int run() throws IOException {
        CommitLogFiles.Damage damage = data.damage();
        if (damage != null && damage.hasWholeEntryBehind()) {
            damaged++;
            out.println(
                    "damaged: " + damage.file() + ", position " + damage.position()
                            + ": an entry of the commit log is not whole, and others follow it. The broker does not start. Restore the file from a copy.");
        } else if (damage != null) {
            out.println("unfinished: " + damage.file() + ", position " + damage.position() + ": " + damage.lostBytes()
                    + " bytes of a last entry; the next start cuts them");
        }
        int partitions = 0;
        for (LogEntry.TopicCreated topic : data.topics().values()) {
            for (int partition = 0; partition < topic.partitionCount(); partition++) {
                verify(topic, partition);
                partitions++;
            }
        }
        out.println((damaged == 0 ? "no damage" : damaged + (damaged == 1 ? " place" : " places") + " damaged")
                + " in the commit log and " + partitions + " partitions of "
                + data.topics().size() + " topics");
        return damaged;
    }

    private void verify(LogEntry.TopicCreated topic, int partition) throws IOException {
        long knownEnd = data.knownEnd(topic, partition);
        String name = topic.name() + "-" + partition;
        String wayOut =
                "  Close the application. Restore the file from a copy, or give up the damaged records: millrace-log DIR accept-loss "
                        + topic.name() + " --partition " + partition;
        int before = damaged;
        PartitionScan scan = new PartitionScan(data.disk(), DataView.directory(topic, partition));
        scan.run(new PartitionScan.Visitor() {
            @Override
            public void batch(byte[] batch) {
                // It is whole.
            }

            @Override
            public boolean problem(PartitionScan.Problem problem) {
                String where = String.format(
                        Locale.ROOT,
                        "%s: %s, bytes %d to %d, from offset %d on: %s",
                        name,
                        problem.file(),
                        problem.position(),
                        problem.endPosition(),
                        problem.offset(),
                        problem.what());
                if (problem.isAtEnd() && problem.offset() >= knownEnd) {
                    out.println("unfinished: " + where + "; the next start cuts it");
                } else {
                    damaged++;
                    out.println("damaged: " + where);
                    out.println(wayOut);
                }
                return true;
            }
        });
        if (before == damaged && scan.endOffset() < knownEnd) {
            damaged++;
            out.println("damaged: " + name + ": " + data.disk().describe(DataView.directory(topic, partition))
                    + " ends at offset " + scan.endOffset() + ", but commits reach offset " + knownEnd
                    + ": files are missing or were cut");
            out.println(wayOut);
        }
    }
}
