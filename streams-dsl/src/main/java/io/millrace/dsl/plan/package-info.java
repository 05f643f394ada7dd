/**
 * The logical plan: what a program asked for, as immutable records without generics. {@link io.millrace.dsl.plan.PlanDraft} grows while the
 * DSL is called and draws every generated name; {@link io.millrace.dsl.plan.Plan} is what comes of it, made of
 * {@link io.millrace.dsl.plan.PlanNode}s that each do one {@link io.millrace.dsl.plan.Operation}.
 *
 * <p>The DSL's classes are above this package and unknown here; rules that change plans are in {@code io.millrace.dsl.rewrite}, processors in
 * {@code io.millrace.dsl.operator}.
 */
@NullMarked
package io.millrace.dsl.plan;

import org.jspecify.annotations.NullMarked;
