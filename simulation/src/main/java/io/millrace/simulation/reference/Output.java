package io.millrace.simulation.reference;

import org.jspecify.annotations.Nullable;

/** A record of a topic. */
public record Output(@Nullable String key, @Nullable String value, long timeMs) {}
