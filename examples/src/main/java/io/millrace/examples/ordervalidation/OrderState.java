package io.millrace.examples.ordervalidation;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What the checks have found so far. */
record OrderState(Map<Check, Boolean> results) {

    static final OrderState UNCHECKED = new OrderState(Map.of());

    OrderState {
        results = Map.copyOf(results);
    }

    OrderState with(CheckResult result) {
        Map<Check, Boolean> more = new EnumMap<>(Check.class);
        more.putAll(results);
        more.put(result.check(), result.passed());
        return new OrderState(more);
    }

    @JsonIgnore
    boolean isComplete() {
        return results.size() == Check.values().length;
    }

    Verdict verdict() {
        List<Check> failed = results.entrySet().stream()
                .filter(result -> !result.getValue())
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        return new Verdict(failed.isEmpty() ? Verdict.Status.VALIDATED : Verdict.Status.FAILED, failed);
    }
}
