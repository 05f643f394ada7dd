package io.millrace.simulation.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One thing that happened to one file of a directory.
 *
 * @param file relative to the directory
 * @param kind of file
 */
record Damage(Path file, String kind, What what, byte[] before) {

    private static final int RANGE_BYTES_MAX = 512;

    enum What {
        BIT_FLIPPED,
        ZEROED,
        JUNK,
        TRUNCATED,
        DELETED,
        JUNK_APPENDED
    }

    /** Damages some file: each kind of file is as likely, whatever its number. */
    static Damage inflict(Path directory, Random random) throws IOException {
        Map<String, List<Path>> byKind;
        try (Stream<Path> files = Files.walk(directory)) {
            byKind = files.filter(Files::isRegularFile)
                    .sorted()
                    .collect(Collectors.groupingBy(
                            file -> kind(directory.relativize(file)), TreeMap::new, Collectors.toList()));
        }
        String kind = List.copyOf(byKind.keySet()).get(random.nextInt(byKind.size()));
        List<Path> candidates = byKind.getOrDefault(kind, List.of());
        Path file = candidates.get(random.nextInt(candidates.size()));
        byte[] before = Files.readAllBytes(file);
        What what = What.values()[random.nextInt(What.values().length)];
        if (what == What.DELETED) {
            Files.delete(file);
        } else {
            Files.write(file, damaged(before, what, random));
        }
        return new Damage(directory.relativize(file), kind, what, before);
    }

    private static byte[] damaged(byte[] before, What what, Random random) {
        int size = before.length;
        int from = size == 0 ? 0 : random.nextInt(size);
        int to = Math.min(size, from + 1 + random.nextInt(RANGE_BYTES_MAX));
        byte[] after = before.clone();
        switch (what) {
            case BIT_FLIPPED -> {
                if (size > 0) {
                    after[from] ^= (byte) (1 << random.nextInt(8));
                }
            }
            case ZEROED -> Arrays.fill(after, from, to, (byte) 0);
            case JUNK -> {
                for (int i = from; i < to; i++) {
                    after[i] = (byte) random.nextInt();
                }
            }
            case TRUNCATED -> after = Arrays.copyOf(before, from);
            case JUNK_APPENDED -> {
                after = Arrays.copyOf(before, size + 1 + random.nextInt(RANGE_BYTES_MAX));
                for (int i = size; i < after.length; i++) {
                    after[i] = (byte) random.nextInt();
                }
            }
            case DELETED -> throw new IllegalArgumentException("Nothing is left of a deleted file");
        }
        return after;
    }

    /** What a file is for, as far as its name tells. */
    private static String kind(Path file) {
        String name = String.valueOf(file.getFileName());
        String place =
                file.startsWith("broker") ? (file.toString().contains("commit-log") ? "commit log" : "log") : "store";
        String type = name.replaceAll("[0-9]+", "");
        return place + " " + type;
    }

    boolean isChange(Path directory) throws IOException {
        Path now = directory.resolve(file);
        return !Files.exists(now) || !Arrays.equals(before, Files.readAllBytes(now));
    }

    void undo(Path directory) throws IOException {
        Files.write(directory.resolve(file), before);
    }

    @Override
    public String toString() {
        return what + " " + file;
    }
}
