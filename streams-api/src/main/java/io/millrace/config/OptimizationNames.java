package io.millrace.config;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Values of {@code topology.optimization}. */
final class OptimizationNames {

    private static final Set<String> SINGLE = Collections.unmodifiableSet(new LinkedHashSet<>(List.of(
            StreamsConfig.REUSE_KTABLE_SOURCE_TOPICS,
            StreamsConfig.MERGE_REPARTITION_TOPICS,
            StreamsConfig.SINGLE_STORE_SELF_JOIN)));
    private static final String VALID = StreamsConfig.NO_OPTIMIZATION + ", " + StreamsConfig.OPTIMIZE + ", or some of "
            + SINGLE + " with commas between them";

    private OptimizationNames() {}

    static Validator valid() {
        return new Validator(VALID, value -> parse((String) value).isPresent());
    }

    /** The optimizations that {@code value} names. Throws {@link ConfigException} if it is not valid. */
    static Set<String> require(String value) {
        return parse(value)
                .orElseThrow(() ->
                        new ConfigException(StreamsConfig.TOPOLOGY_OPTIMIZATION_CONFIG, value, "it must be " + VALID));
    }

    private static Optional<Set<String>> parse(String value) {
        if (value.equals(StreamsConfig.NO_OPTIMIZATION)) {
            return Optional.of(Set.of());
        }
        if (value.equals(StreamsConfig.OPTIMIZE)) {
            return Optional.of(SINGLE);
        }
        Set<String> named = new LinkedHashSet<>(List.of(value.trim().split("\\s*,\\s*")));
        return SINGLE.containsAll(named) ? Optional.of(named) : Optional.empty();
    }
}
