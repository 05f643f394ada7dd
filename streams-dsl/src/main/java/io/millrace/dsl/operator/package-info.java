/**
 * The built-in operators: one processor per file, erased, each with a static {@code supplier(...)}. Value-only operators never look at keys, so raw keys pass
 * undecoded. {@link io.millrace.dsl.operator.Change} is what travels between tables, {@link io.millrace.dsl.operator.TableStore} the one way to a
 * table's store, {@link io.millrace.dsl.operator.TableView} how joins look rows up.
 *
 * <p>An operator has no mutable field that is not a store: everything else is set in {@code init}. Which operator a program gets is decided in
 * {@code io.millrace.dsl.lowering}; the DSL's classes are unknown here.
 */
@NullMarked
package io.millrace.dsl.operator;

import org.jspecify.annotations.NullMarked;
