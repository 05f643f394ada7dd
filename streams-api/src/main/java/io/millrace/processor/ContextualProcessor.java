package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/** A {@link Processor} that keeps its context. An override of {@link #init} has to call it. */
public abstract class ContextualProcessor<KIn, VIn, KOut, VOut> implements Processor<KIn, VIn, KOut, VOut> {

    private @Nullable ProcessorContext<KOut, VOut> context;

    /** For subclasses. */
    protected ContextualProcessor() {}

    @Override
    public void init(ProcessorContext<KOut, VOut> context) {
        this.context = context;
    }

    /** The context given to {@link #init}. Throws {@code IllegalStateException} before that. */
    protected final ProcessorContext<KOut, VOut> context() {
        ProcessorContext<KOut, VOut> kept = context;
        if (kept == null) {
            throw new IllegalStateException(getClass().getName()
                    + " has no context yet: init was not called, or its override skips super.init");
        }
        return kept;
    }
}
