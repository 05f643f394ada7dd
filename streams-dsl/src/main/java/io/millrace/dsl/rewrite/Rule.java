package io.millrace.dsl.rewrite;

import io.millrace.dsl.plan.Plan;

/** A change of plans that keeps what the program means. Stateless. */
@FunctionalInterface
interface Rule {

    Plan apply(Plan plan);
}
