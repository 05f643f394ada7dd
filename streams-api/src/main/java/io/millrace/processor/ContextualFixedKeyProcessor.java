package io.millrace.processor;

import org.jspecify.annotations.Nullable;

/** A {@link FixedKeyProcessor} that keeps its context. An override of {@link #init} has to call it. */
public abstract class ContextualFixedKeyProcessor<KIn, VIn, VOut> implements FixedKeyProcessor<KIn, VIn, VOut> {

    private @Nullable FixedKeyProcessorContext<KIn, VOut> context;

    /** For subclasses. */
    protected ContextualFixedKeyProcessor() {}

    @Override
    public void init(FixedKeyProcessorContext<KIn, VOut> context) {
        this.context = context;
    }

    /** The context given to {@link #init}. Throws {@code IllegalStateException} before that. */
    protected final FixedKeyProcessorContext<KIn, VOut> context() {
        FixedKeyProcessorContext<KIn, VOut> kept = context;
        if (kept == null) {
            throw new IllegalStateException(getClass().getName()
                    + " has no context yet: init was not called, or its override skips super.init");
        }
        return kept;
    }
}
