/**
 * The rules of behaviour that Millrace keeps, each with a named test. The classes with rules are written for Kafka Streams; {@link io.millrace.parity.rules.RulesTest} runs each rule
 * on 4.3.1, which proves the rule, and renamed on Millrace. Rules that a test driver cannot show are tested elsewhere: {@code rules/elsewhere.txt} says where.
 */
@NullMarked
package io.millrace.parity.rules;

import org.jspecify.annotations.NullMarked;
