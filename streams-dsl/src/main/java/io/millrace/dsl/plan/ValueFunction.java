package io.millrace.dsl.plan;

import io.millrace.processor.ProcessorContext;
import org.jspecify.annotations.Nullable;

/** A function of the program that maps values and may keep stores. One instance per task and use; confined to the task's thread. */
public interface ValueFunction {

    /** Called once, before the first call of {@link #apply}. */
    void init(ProcessorContext<?, ?> context);

    @Nullable
    Object apply(@Nullable Object key, @Nullable Object value);

    /** Called once at the end. */
    void close();
}
