package io.millrace.runtime.task;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What is committed beside an input offset: the largest timestamp of the partition up to there, so that stream time survives a restart, the fingerprint of
 * the topology that committed it, and how far operators have come whose progress is in no store.
 *
 * <p>Format: {@code millrace1 t=<partition time> f=<fingerprint>}, and, if there is progress, {@code  p=<node>:<number>,...} with node names URL-encoded.
 *
 * @param partitionTimeMs -1 if no record was processed
 */
record CommitMetadata(long partitionTimeMs, String fingerprint, Map<String, Long> progress) {

    private static final String PREFIX = "millrace1 t=";
    private static final String FINGERPRINT = " f=";
    private static final String PROGRESS = " p=";

    CommitMetadata {
        progress = Map.copyOf(progress);
    }

    String encode() {
        String text = PREFIX + partitionTimeMs + FINGERPRINT + fingerprint;
        return progress.isEmpty() ? text : text + PROGRESS + encodeProgress();
    }

    private String encodeProgress() {
        return progress.entrySet().stream()
                .map(entry -> URLEncoder.encode(entry.getKey(), StandardCharsets.UTF_8) + ":" + entry.getValue())
                .sorted()
                .collect(Collectors.joining(","));
    }

    /** Empty if the text was written by something else. */
    static Optional<CommitMetadata> parse(String text) {
        int fingerprintAt = text.indexOf(FINGERPRINT);
        if (!text.startsWith(PREFIX) || fingerprintAt < PREFIX.length()) {
            return Optional.empty();
        }
        int progressAt = text.indexOf(PROGRESS, fingerprintAt);
        int end = progressAt < 0 ? text.length() : progressAt;
        try {
            long timeMs = Long.parseLong(text.substring(PREFIX.length(), fingerprintAt));
            return Optional.of(new CommitMetadata(
                    timeMs,
                    text.substring(fingerprintAt + FINGERPRINT.length(), end),
                    progressAt < 0 ? Map.of() : parseProgress(text.substring(progressAt + PROGRESS.length()))));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static Map<String, Long> parseProgress(String text) {
        Map<String, Long> progress = new HashMap<>();
        for (String entry : text.split(",")) {
            int colon = entry.lastIndexOf(':');
            if (colon > 0) {
                progress.put(
                        URLDecoder.decode(entry.substring(0, colon), StandardCharsets.UTF_8),
                        Long.parseLong(entry.substring(colon + 1)));
            }
        }
        return progress;
    }
}
