package io.millrace.broker.topic;

import io.millrace.broker.compression.Compression;
import io.millrace.broker.segment.LogSettings;
import io.millrace.text.EditDistance;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Checks names and settings of topics, and reads those that the log heeds. Stateless. */
public final class TopicSettings {

    /** Records of such a topic may be deleted only as far as this group has committed. */
    public static final String REPARTITION_GROUP = "millrace.internal.repartition.group";

    /**
     * {@code now}, or {@code newest-record} for the changelog of a store that expires rows by stream time: while a program works through old records, none of what it still
     * needs must go because it is old by the clock on the wall.
     */
    public static final String RETENTION_AGE = "millrace.internal.retention.age";

    public static final String CLEANUP_POLICY = "cleanup.policy";
    public static final String COMPRESSION_TYPE = "compression.type";
    public static final String DELETE_RETENTION_MS = "delete.retention.ms";
    public static final String INDEX_INTERVAL_BYTES = "index.interval.bytes";
    public static final String MAX_COMPACTION_LAG_MS = "max.compaction.lag.ms";
    public static final String MAX_MESSAGE_BYTES = "max.message.bytes";
    public static final String MIN_CLEANABLE_DIRTY_RATIO = "min.cleanable.dirty.ratio";
    public static final String MIN_COMPACTION_LAG_MS = "min.compaction.lag.ms";
    public static final String RETENTION_BYTES = "retention.bytes";
    public static final String RETENTION_MS = "retention.ms";
    public static final String SEGMENT_BYTES = "segment.bytes";
    public static final String SEGMENT_MS = "segment.ms";
    public static final String TIMESTAMP_AFTER_MAX_MS = "message.timestamp.after.max.ms";
    public static final String TIMESTAMP_BEFORE_MAX_MS = "message.timestamp.before.max.ms";
    private static final String TIMESTAMP_TYPE = "message.timestamp.type";
    private static final String CREATE_TIME = "CreateTime";

    private static final String OWN_PREFIX = "millrace.";

    private static final Set<String> HEEDED = Set.of(
            CLEANUP_POLICY,
            COMPRESSION_TYPE,
            DELETE_RETENTION_MS,
            INDEX_INTERVAL_BYTES,
            MAX_COMPACTION_LAG_MS,
            MAX_MESSAGE_BYTES,
            MIN_CLEANABLE_DIRTY_RATIO,
            MIN_COMPACTION_LAG_MS,
            RETENTION_BYTES,
            RETENTION_MS,
            SEGMENT_BYTES,
            SEGMENT_MS,
            TIMESTAMP_AFTER_MAX_MS,
            TIMESTAMP_BEFORE_MAX_MS,
            TIMESTAMP_TYPE);

    /** Taken, so that a topic's settings can be moved over as they are, and without effect here. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "file.delete.delay.ms",
            "flush.messages",
            "flush.ms",
            "local.retention.bytes",
            "local.retention.ms",
            "min.insync.replicas",
            "preallocate",
            "segment.index.bytes",
            "segment.jitter.ms",
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
        config.keySet().forEach(key -> requireKnown(topic, key));
        Values values = new Values(topic, config);
        String timestampType = values.oneOf(TIMESTAMP_TYPE, CREATE_TIME);
        assert timestampType.equals(CREATE_TIME) : timestampType;
        return new LogSettings(
                values.positive(SEGMENT_BYTES, defaults.segmentBytes()),
                values.number(SEGMENT_MS, 1, defaults.segmentMs()),
                values.positive(INDEX_INTERVAL_BYTES, defaults.indexIntervalBytes()),
                Math.min(values.positive(MAX_MESSAGE_BYTES, defaults.messageBytesMax()), defaults.messageBytesMax()),
                retention(values, defaults.retention(), defaults.compaction()),
                compaction(values, defaults.retention(), defaults.compaction()),
                new LogSettings.Timestamps(
                        values.number(
                                TIMESTAMP_BEFORE_MAX_MS,
                                0,
                                defaults.timestamps().beforeMaxMs()),
                        values.number(
                                TIMESTAMP_AFTER_MAX_MS, 0, defaults.timestamps().afterMaxMs())),
                values.compression(COMPRESSION_TYPE, defaults.compression()));
    }

    private static LogSettings.Retention retention(
            Values values, LogSettings.Retention defaults, LogSettings.Compaction compaction) {
        return new LogSettings.Retention(
                policies(values, defaults, compaction).contains("delete"),
                values.number(RETENTION_MS, LogSettings.UNLIMITED, defaults.ms()),
                values.number(RETENTION_BYTES, LogSettings.UNLIMITED, defaults.bytes()),
                values.oneOf(RETENTION_AGE, "now", "newest-record").equals("newest-record"));
    }

    private static LogSettings.Compaction compaction(
            Values values, LogSettings.Retention retention, LogSettings.Compaction defaults) {
        return new LogSettings.Compaction(
                policies(values, retention, defaults).contains("compact"),
                values.ratio(MIN_CLEANABLE_DIRTY_RATIO, defaults.minDirtyRatio()),
                values.number(MIN_COMPACTION_LAG_MS, 0, defaults.minLagMs()),
                values.number(MAX_COMPACTION_LAG_MS, 1, defaults.maxLagMs()),
                values.number(DELETE_RETENTION_MS, 0, defaults.deleteRetentionMs()));
    }

    private static Set<String> policies(
            Values values, LogSettings.Retention retention, LogSettings.Compaction compaction) {
        return values.policies(CLEANUP_POLICY, policy(retention.isOn(), compaction.isOn()));
    }

    private static String policy(boolean deletes, boolean compacts) {
        return compacts ? (deletes ? "compact,delete" : "compact") : "delete";
    }

    /** All settings that have an effect, as text, and those of {@code config} that have none. */
    public static Map<String, String> effective(Map<String, String> config, LogSettings settings) {
        Map<String, String> all = new TreeMap<>(config);
        all.put(
                CLEANUP_POLICY,
                policy(settings.retention().isOn(), settings.compaction().isOn()));
        all.put(COMPRESSION_TYPE, settings.compression().toString());
        all.put(DELETE_RETENTION_MS, Long.toString(settings.compaction().deleteRetentionMs()));
        all.put(INDEX_INTERVAL_BYTES, Integer.toString(settings.indexIntervalBytes()));
        all.put(MAX_COMPACTION_LAG_MS, Long.toString(settings.compaction().maxLagMs()));
        all.put(MAX_MESSAGE_BYTES, Integer.toString(settings.messageBytesMax()));
        all.put(MIN_CLEANABLE_DIRTY_RATIO, Double.toString(settings.compaction().minDirtyRatio()));
        all.put(MIN_COMPACTION_LAG_MS, Long.toString(settings.compaction().minLagMs()));
        all.put(RETENTION_BYTES, Long.toString(settings.retention().bytes()));
        all.put(RETENTION_MS, Long.toString(settings.retention().ms()));
        all.put(SEGMENT_BYTES, Integer.toString(settings.segmentBytes()));
        all.put(SEGMENT_MS, Long.toString(settings.segmentMs()));
        all.put(TIMESTAMP_AFTER_MAX_MS, Long.toString(settings.timestamps().afterMaxMs()));
        all.put(TIMESTAMP_BEFORE_MAX_MS, Long.toString(settings.timestamps().beforeMaxMs()));
        all.put(TIMESTAMP_TYPE, CREATE_TIME);
        return all;
    }

    /**
     * The settings of a topic after some of them were changed.
     *
     * @throws IllegalArgumentException if one is unknown or cannot be changed
     */
    public static Map<String, String> changed(
            String topic, Map<String, String> config, Map<String, Optional<String>> changes) {
        Map<String, String> changed = new TreeMap<>(config);
        changes.forEach((key, value) -> {
            requireKnown(topic, key);
            if (key.startsWith(OWN_PREFIX)) {
                throw new IllegalArgumentException("Setting '" + key + "' of topic '" + topic
                        + "' is made with the topic and cannot be changed. Nothing was changed.");
            }
            value.ifPresentOrElse(text -> changed.put(key, text), () -> changed.remove(key));
        });
        return changed;
    }

    private static void requireKnown(String topic, String key) {
        if (HEEDED.contains(key) || WITHOUT_EFFECT.contains(key) || key.startsWith(OWN_PREFIX)) {
            return;
        }
        Set<String> known = new TreeSet<>(HEEDED);
        known.addAll(WITHOUT_EFFECT);
        String nearest = known.stream()
                .min(Comparator.comparingInt(name -> EditDistance.between(key, name)))
                .orElseThrow();
        throw new IllegalArgumentException("Topic '" + topic + "' cannot have the setting '" + key
                + "': there is none of that name; did you mean '" + nearest + "'? Nothing was changed.");
    }

    /** Reads values and names topic, setting and value in every error. */
    private record Values(String topic, Map<String, String> config) {

        int positive(String key, int ifMissing) {
            return (int) number(key, 1, Integer.MAX_VALUE, ifMissing);
        }

        long number(String key, long min, long ifMissing) {
            return number(key, min, Long.MAX_VALUE, ifMissing);
        }

        private long number(String key, long min, long max, long ifMissing) {
            String text = config.get(key);
            if (text == null) {
                return ifMissing;
            }
            String expected = "a whole number from " + min + (max == Long.MAX_VALUE ? " on" : " to " + max);
            try {
                long value = Long.parseLong(text.trim());
                if (value >= min && value <= max) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(message(key, text, expected), e);
            }
            throw new IllegalArgumentException(message(key, text, expected));
        }

        double ratio(String key, double ifMissing) {
            String text = config.get(key);
            if (text == null) {
                return ifMissing;
            }
            try {
                double value = Double.parseDouble(text.trim());
                if (value >= 0 && value <= 1) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException(message(key, text, "a number from 0 to 1"), e);
            }
            throw new IllegalArgumentException(message(key, text, "a number from 0 to 1"));
        }

        /** One of the allowed values, the first if nothing is set. */
        String oneOf(String key, String... allowed) {
            String text = config.getOrDefault(key, allowed[0]).trim();
            if (!List.of(allowed).contains(text)) {
                throw new IllegalArgumentException(message(key, text, "one of " + List.of(allowed)));
            }
            return text;
        }

        Compression compression(String key, Compression ifMissing) {
            String text = config.get(key);
            if (text == null) {
                return ifMissing;
            }
            return Compression.named(text.trim())
                    .orElseThrow(
                            () -> new IllegalArgumentException(message(key, text, "one of " + Compression.names())));
        }

        Set<String> policies(String key, String ifMissing) {
            String text = config.getOrDefault(key, ifMissing);
            Set<String> policies = new TreeSet<>(
                    Arrays.stream(text.split(",")).map(String::trim).toList());
            if (!Set.of("compact", "delete").containsAll(policies)) {
                throw new IllegalArgumentException(message(key, text, "'delete', 'compact' or 'compact,delete'"));
            }
            return policies;
        }

        private String message(String key, String text, String expected) {
            return "Setting '" + key + "' of topic '" + topic + "' is '" + text + "', expected " + expected
                    + ". Nothing was changed.";
        }
    }
}
