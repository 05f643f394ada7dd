package io.millrace.parity.oracle;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Calls of processors that a run leaves out, as though the record had not come to the processor. 4.3.1 keeps what a processor did with a record before it failed
 * on it, Millrace takes it back: so 4.3.1 without the calls that fail is what Millrace has to show.
 */
public final class SkippedCalls implements CallWrapper.Gate {

    /**
     * A call.
     *
     * @param number of the processor's calls, the first is 1
     */
    private record Call(String processor, int number) {}

    /** Stands for the punctuators of all processors, of which one works at a time. */
    static final String TICK = "a punctuator";

    private final Set<Call> leftOut;
    private final Map<String, Integer> calls = new HashMap<>();
    /** In this order the calls came, those that were left out too. */
    private final Map<Call, Integer> places = new HashMap<>();

    private @Nullable Call failed;

    public SkippedCalls() {
        this(Set.of());
    }

    private SkippedCalls(Set<Call> leftOut) {
        this.leftOut = leftOut;
    }

    @Override
    public boolean lets(String processor, @Nullable Object key, long timestampMs) {
        return lets(processor);
    }

    boolean letsTick() {
        return lets(TICK);
    }

    private boolean lets(String processor) {
        Call call = new Call(processor, calls.merge(processor, 1, Integer::sum));
        places.put(call, places.size());
        return !leftOut.contains(call);
    }

    /** The last call of a processor failed. What comes behind the first failure shows its effects and says nothing. */
    void failed(String processor) {
        if (failed == null) {
            failed = new Call(processor, calls.getOrDefault(processor, 0));
        }
    }

    /** For another run, which leaves out the call that failed too; empty if none did, or one that cannot be left out. */
    public Optional<SkippedCalls> andTheFailed() {
        Call last = failed;
        if (last == null || last.number() == 0 || leftOut.contains(last)) {
            return Optional.empty();
        }
        // Calls that came of the one that failed do not come any more, and others bear their numbers.
        int place = Objects.requireNonNull(places.get(last));
        Set<Call> more = new HashSet<>(leftOut);
        more.removeIf(call -> places.getOrDefault(call, Integer.MAX_VALUE) > place);
        more.add(last);
        return Optional.of(new SkippedCalls(more));
    }
}
