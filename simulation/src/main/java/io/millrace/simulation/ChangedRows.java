package io.millrace.simulation;

import io.millrace.simulation.program.Wire;
import io.millrace.simulation.reference.Output;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the records of a topic between two sub-topologies add up to, for those who read them as changes of rows. Rows without any record, and those taken back, are the same. */
final class ChangedRows {

    private ChangedRows() {}

    static Map<String, String> of(Wire wire, List<Output> records) {
        Map<String, String> rows = new TreeMap<>();
        for (Output record : records) {
            String value = String.valueOf(record.value());
            switch (wire) {
                case TEXT, ANSWER -> throw new IllegalArgumentException("No changes of rows are " + wire);
                case CHANGE -> change(rows, record.key() + ":", value.split("<-", -1));
                case REGISTRATION -> register(rows, String.valueOf(record.key()), value.split(" "));
            }
        }
        return rows;
    }

    /** How often a value is in a group. */
    private static void change(Map<String, String> rows, String group, String[] change) {
        if (!change[0].equals("null")) {
            count(rows, group + change[0], 1);
        }
        if (!change[1].equals("null")) {
            count(rows, group + change[1], -1);
        }
    }

    private static void count(Map<String, String> rows, String value, int added) {
        int count = Integer.parseInt(rows.getOrDefault(value, "0")) + added;
        if (count == 0) {
            rows.remove(value);
        } else {
            rows.put(value, Integer.toString(count));
        }
    }

    /** The hash of the left row that is registered. */
    private static void register(Map<String, String> rows, String foreignKey, String[] registration) {
        String row = foreignKey + "/" + registration[2];
        boolean forgets = registration[0].equals("0") || registration[0].equals("1");
        if (forgets || foreignKey.equals("null")) {
            rows.remove(row);
        } else {
            rows.put(row, registration[1]);
        }
    }
}
