package io.millrace.test.view;

import io.millrace.processor.StateStore;
import io.millrace.processor.StateStoreContext;

/** What all views have in common. */
abstract class ConvertedStore implements StateStore {

    private final StateStore inner;

    ConvertedStore(StateStore inner) {
        this.inner = inner;
    }

    @Override
    public final String name() {
        return inner.name();
    }

    @Override
    public final void init(StateStoreContext context, StateStore root) {
        inner.init(context, root);
    }

    @Override
    public final void close() {
        inner.close();
    }

    @Override
    public final boolean persistent() {
        return inner.persistent();
    }

    @Override
    public final boolean isOpen() {
        return inner.isOpen();
    }
}
