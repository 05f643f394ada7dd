package io.millrace.examples.ordervalidation;

import java.util.List;

/** What becomes of an order, whose id is the key; with the checks that failed. */
record Verdict(Status status, List<Check> failed) {

    enum Status {
        VALIDATED,
        FAILED
    }

    Verdict {
        failed = List.copyOf(failed);
    }
}
