package io.millrace.state;

/** When a windowed aggregation emits its results. */
public interface EmitStrategy {

    /** Which of the strategies this is. */
    StrategyType type();

    /** Emits at every change of a window. */
    static EmitStrategy onWindowUpdate() {
        return StrategyType.forType(StrategyType.ON_WINDOW_UPDATE);
    }

    /** Emits once per window, when its grace has passed. */
    static EmitStrategy onWindowClose() {
        return StrategyType.forType(StrategyType.ON_WINDOW_CLOSE);
    }

    /** The strategies there are. */
    enum StrategyType {
        /** At every change. */
        ON_WINDOW_UPDATE,
        /** When the window is closed. */
        ON_WINDOW_CLOSE;

        /** The strategy of this type. */
        public static EmitStrategy forType(StrategyType type) {
            return new PlainEmitStrategy(type);
        }
    }
}
