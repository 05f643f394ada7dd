package io.millrace.config;

import java.util.Map;

/** Made by name from the configuration, and configured before use. */
public interface Configurable {

    /** Takes the whole configuration, unknown keys included. Called once. */
    void configure(Map<String, ?> configs);
}
