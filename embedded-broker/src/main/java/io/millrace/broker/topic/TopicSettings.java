package io.millrace.broker.topic;

import io.millrace.broker.segment.LogSettings;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks names and settings of topics, and reads those that the log heeds. Stateless. */
public final class TopicSettings {

    /** Records of such a topic may be deleted only as far as this group has committed. */
    public static final String REPARTITION_GROUP = "millrace.internal.repartition.group";

    private static final String SEGMENT_BYTES = "segment.bytes";
    private static final String INDEX_INTERVAL_BYTES = "index.interval.bytes";
    private static final String MAX_MESSAGE_BYTES = "max.message.bytes";
    private static final String OWN_PREFIX = "millrace.";
    private static final Set<String> KNOWN = Set.of(
            SEGMENT_BYTES,
            INDEX_INTERVAL_BYTES,
            MAX_MESSAGE_BYTES,
            "cleanup.policy",
            "compression.type",
            "delete.retention.ms",
            "file.delete.delay.ms",
            "flush.messages",
            "flush.ms",
            "local.retention.bytes",
            "local.retention.ms",
            "max.compaction.lag.ms",
            "message.timestamp.after.max.ms",
            "message.timestamp.before.max.ms",
            "message.timestamp.type",
            "min.cleanable.dirty.ratio",
            "min.compaction.lag.ms",
            "min.insync.replicas",
            "preallocate",
            "retention.bytes",
            "retention.ms",
            "segment.index.bytes",
            "segment.jitter.ms",
            "segment.ms",
            "unclean.leader.election.enable");

    private static final int NAME_LENGTH_MAX = 249;
    private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9._-]+");

    private TopicSettings() {}

    /** @throws IllegalArgumentException if it cannot be a topic's name */
    public static void requireName(String name) {
        if (name.length() > NAME_LENGTH_MAX || !NAME.matcher(name).matches() || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException(
                    "'" + name + "' cannot be the name of a topic: it takes ASCII letters, digits, '.', '_' and"
                            + " '-', at most " + NAME_LENGTH_MAX + " of them, and is not '.' or '..'");
        }
    }

    /**
     * What the settings of a topic mean for its logs.
     *
     * @throws IllegalArgumentException if a setting is unknown or its value cannot be used
     */
    public static LogSettings read(String topic, Map<String, String> config, LogSettings defaults) {
        for (String key : config.keySet()) {
            if (!KNOWN.contains(key) && !key.startsWith(OWN_PREFIX)) {
                throw new IllegalArgumentException(
                        "Topic '" + topic + "' cannot have the setting '" + key + "': there is none of that name");
            }
        }
        return new LogSettings(
                positive(topic, config, SEGMENT_BYTES, defaults.segmentBytes()),
                positive(topic, config, INDEX_INTERVAL_BYTES, defaults.indexIntervalBytes()),
                Math.min(
                        positive(topic, config, MAX_MESSAGE_BYTES, defaults.messageBytesMax()),
                        defaults.messageBytesMax()));
    }

    private static int positive(String topic, Map<String, String> config, String key, int ifMissing) {
        String text = config.get(key);
        if (text == null) {
            return ifMissing;
        }
        try {
            int value = Integer.parseInt(text.trim());
            if (value > 0) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(message(topic, key, text), e);
        }
        throw new IllegalArgumentException(message(topic, key, text));
    }

    private static String message(String topic, String key, String text) {
        return "Setting '" + key + "' of topic '" + topic + "' is '" + text + "', expected a positive number of bytes";
    }
}
