package io.millrace.query;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What answers and failures have in common: where they come from. */
abstract class AnnotatedResult<R> implements QueryResult<R> {

    private final List<String> executionInfo = new ArrayList<>();
    private @Nullable Position position;

    @Override
    public final void addExecutionInfo(String message) {
        executionInfo.add(message);
    }

    @Override
    public final List<String> getExecutionInfo() {
        return executionInfo;
    }

    @Override
    public final void setPosition(Position position) {
        this.position = position;
    }

    @Override
    public final @Nullable Position getPosition() {
        return position;
    }

    @Override
    public final boolean isFailure() {
        return !isSuccess();
    }

    final String annotations() {
        return "executionInfo=" + executionInfo + ", position=" + position;
    }
}
