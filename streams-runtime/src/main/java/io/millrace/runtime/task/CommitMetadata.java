package io.millrace.runtime.task;

import java.util.Optional;

/**
 * What is committed beside an input offset: the largest timestamp of the partition up to there, so that stream time survives a restart, and the
 * fingerprint of the topology that committed it.
 *
 * <p>Format: {@code millrace1 t=<partition time> f=<fingerprint>}.
 *
 * @param partitionTimeMs -1 if no record was processed
 */
record CommitMetadata(long partitionTimeMs, String fingerprint) {

    private static final String PREFIX = "millrace1 t=";
    private static final String SEPARATOR = " f=";

    String encode() {
        return PREFIX + partitionTimeMs + SEPARATOR + fingerprint;
    }

    /** Empty if the text was written by something else. */
    static Optional<CommitMetadata> parse(String text) {
        int separator = text.indexOf(SEPARATOR);
        if (!text.startsWith(PREFIX) || separator < PREFIX.length()) {
            return Optional.empty();
        }
        try {
            long timeMs = Long.parseLong(text.substring(PREFIX.length(), separator));
            return Optional.of(new CommitMetadata(timeMs, text.substring(separator + SEPARATOR.length())));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
