package io.millrace.runtime.assignment;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which topology a group runs, if its members do not agree: the one whose members have tasks, else the one with more members. Members with another one are refused: were they given
 * tasks, those would read other topics into other stores. Immutable.
 *
 * @param topology that of the group
 * @param members those who run it, by id
 * @param refusals why the others cannot take part, by id
 */
public record SameTopology(String topology, Map<String, Member> members, Map<String, String> refusals) {

    /** Decides. */
    public static SameTopology of(Map<String, Member> all) {
        Map<String, Integer> votes = new TreeMap<>();
        // A task counts for more than any number of members.
        all.values()
                .forEach(member ->
                        votes.merge(member.topology(), 1 + member.owned().size() * (all.size() + 1), Integer::sum));
        String topology = votes.entrySet().stream()
                .max(Map.Entry.<String, Integer>comparingByValue()
                        .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(Map.Entry::getKey)
                .orElseThrow(() -> new IllegalArgumentException("A group without members"));
        Map<String, Member> members = new LinkedHashMap<>();
        Map<String, String> refusals = new HashMap<>();
        all.forEach((id, member) -> {
            if (member.topology().equals(topology)) {
                members.put(id, member);
            } else {
                refusals.put(id, difference(member.topology(), topology));
            }
        });
        return new SameTopology(topology, members, refusals);
    }

    /** What a topology that is not the group's has, or lacks. */
    public String differenceOf(String other) {
        return difference(other, topology);
    }

    private static String difference(String here, String there) {
        return "only here: " + onlyIn(here, there) + ", only there: " + onlyIn(there, here);
    }

    /** Lines that the other has not, each behind its sub-topology. */
    private static List<String> onlyIn(String text, String other) {
        List<String> lines = lines(text);
        lines.removeAll(lines(other));
        return lines;
    }

    private static List<String> lines(String text) {
        List<String> lines = new ArrayList<>();
        String part = "";
        for (String line : text.lines().toList()) {
            if (line.startsWith("sub ")) {
                part = line;
            } else {
                lines.add(part + " " + line);
            }
        }
        return lines;
    }
}
