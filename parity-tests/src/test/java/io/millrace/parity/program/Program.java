package io.millrace.parity.program;

import java.util.List;

/** Steps, each using earlier ones only. Immutable. */
public record Program(List<Step> steps) {

    public Program {
        steps = List.copyOf(steps);
        for (int i = 0; i < steps.size(); i++) {
            for (int input : steps.get(i).inputs()) {
                if (input >= i) {
                    throw new IllegalArgumentException("Step " + i + " uses step " + input + ", which comes later");
                }
            }
        }
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            text.append("  s").append(i).append(" = ").append(steps.get(i)).append('\n');
        }
        return text.toString();
    }
}
