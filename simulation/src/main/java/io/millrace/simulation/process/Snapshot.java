package io.millrace.simulation.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an application shows of itself once it has processed its input: committed records by topic and partition, rows by store, and what its changelogs amount to. As a file, a line
 * per record: {@code topic partition key value}, {@code store NAME key value}, {@code changelog NAME key value}.
 *
 * @param topics records of each partition, in order
 * @param stores rows as a query sees them
 * @param changelogs last values of the changelog of the store of that name
 */
record Snapshot(
        Map<String, List<List<Entry>>> topics,
        Map<String, Map<String, String>> stores,
        Map<String, Map<String, String>> changelogs) {

    /** A record; keys and values as text. */
    record Entry(String key, String value) {}

    List<List<Entry>> topic(String name) {
        List<List<Entry>> partitions = topics.get(name);
        if (partitions == null) {
            throw new IllegalArgumentException("The snapshot has no topic " + name);
        }
        return partitions;
    }

    void write(Path file) throws IOException {
        List<String> lines = new ArrayList<>();
        topics.forEach((topic, partitions) -> {
            for (int i = 0; i < partitions.size(); i++) {
                lines.add("partition " + topic + " " + i);
                for (Entry entry : partitions.get(i)) {
                    lines.add("record " + entry.key() + " " + entry.value());
                }
            }
        });
        stores.forEach(
                (name, rows) -> rows.forEach((key, value) -> lines.add("store " + name + " " + key + " " + value)));
        changelogs.forEach(
                (name, rows) -> rows.forEach((key, value) -> lines.add("changelog " + name + " " + key + " " + value)));
        lines.add("end");
        Files.write(file, lines);
    }

    static Snapshot read(Path file) throws IOException {
        Map<String, List<List<Entry>>> topics = new TreeMap<>();
        Map<String, Map<String, String>> stores = new TreeMap<>();
        Map<String, Map<String, String>> changelogs = new TreeMap<>();
        List<Entry> partition = new ArrayList<>();
        boolean isWhole = false;
        for (String line : Files.readAllLines(file)) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "partition" -> {
                    partition = new ArrayList<>();
                    topics.computeIfAbsent(words[1], name -> new ArrayList<>()).add(partition);
                }
                case "record" -> partition.add(new Entry(words[1], words[2]));
                case "store" ->
                    stores.computeIfAbsent(words[1], name -> new TreeMap<>()).put(words[2], words[3]);
                case "changelog" ->
                    changelogs
                            .computeIfAbsent(words[1], name -> new TreeMap<>())
                            .put(words[2], words[3]);
                case "end" -> isWhole = true;
                default -> throw new IOException("Not a line of a snapshot: " + line);
            }
        }
        if (!isWhole) {
            throw new IOException("The snapshot " + file + " is not whole");
        }
        return new Snapshot(topics, stores, changelogs);
    }
}
