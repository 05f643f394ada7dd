package io.millrace.runtime.topics;

import io.millrace.topology.dag.ProcessorDag;
import io.millrace.topology.dag.SourceNode;
import io.millrace.topology.dag.StoreSpec;
import io.millrace.topology.dag.SubTopology;
import io.millrace.topology.dag.TopicRef;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A short name of what must not change unseen between two versions of a program: which sub-topology reads which topics and has which stores on which
 * changelogs. It is committed with the input offsets, so that a later version can tell that data was written by another topology.
 */
public final class TopologyFingerprint {

    private static final int LENGTH_BYTES = 8;

    private TopologyFingerprint() {}

    /** What it is made of: a line for each sub-topology, for the topics that each of its sources reads, and for each of its stores. */
    public static String text(ProcessorDag dag) {
        StringBuilder text = new StringBuilder();
        for (SubTopology part : dag.subTopologies()) {
            text.append("sub ").append(part.id()).append('\n');
            part.sources().stream().map(TopologyFingerprint::topics).sorted().forEach(text::append);
            part.stores().stream().map(TopologyFingerprint::store).sorted().forEach(text::append);
        }
        return text.toString();
    }

    /** 16 hexadecimal digits. */
    public static String of(ProcessorDag dag) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text(dag).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, LENGTH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    private static String topics(SourceNode source) {
        return source.topics().stream().map(TopicRef::name).sorted().toList()
                + source.pattern().map(pattern -> " pattern " + pattern).orElse("") + "\n";
    }

    private static String store(StoreSpec store) {
        TopicRef changelog = store.changelog();
        return "store " + store.name() + " " + (changelog == null ? "-" : changelog.name()) + "\n";
    }
}
