package io.millrace.state;

import java.util.Objects;

/** A strategy that is no more than its type. */
record PlainEmitStrategy(EmitStrategy.StrategyType type) implements EmitStrategy {

    PlainEmitStrategy {
        Objects.requireNonNull(type, "type cannot be null");
    }
}
