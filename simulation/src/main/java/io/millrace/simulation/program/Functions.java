package io.millrace.simulation.program;

import io.millrace.log.KeyHash;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The user code of all programs: pure functions whose results tell in which order they were applied. */
public final class Functions {

    private Functions() {}

    private static int hash(String text, int salt) {
        return Math.floorMod((text + salt).hashCode() * 31 + salt, 1 << 20);
    }

    public static @Nullable String map(int salt, @Nullable String value) {
        return value == null ? null : value + "m" + salt;
    }

    /**
     * The time of a record of a {@link Step.Stream}.
     *
     * @param ownMs that it was written with
     * @param partitionMs the largest one so far in its partition; -1 at first
     */
    public static long time(int lateSalt, @Nullable String value, long ownMs, long partitionMs) {
        boolean hasNone = lateSalt >= 0 && value != null && hash(value, lateSalt) % 3 == 0;
        return hasNone && partitionMs >= 0 ? partitionMs : ownMs;
    }

    /** Whether a {@link Step.Failing} throws while its task processes a record with this offset. */
    public static boolean fails(int salt, long offset) {
        return offset % 5 == salt % 5;
    }

    public static boolean keeps(int salt, @Nullable String value) {
        return value == null || hash(value, salt) % 4 != 0;
    }

    public static List<String> flatten(int salt, @Nullable String value) {
        List<String> values = new ArrayList<>();
        if (value != null) {
            for (int i = hash(value, salt) % 3; i >= 0; i--) {
                values.add(value + "f" + i);
            }
        }
        return values;
    }

    public static @Nullable String newKey(int salt, @Nullable String key, @Nullable String value) {
        return value == null ? key : "g" + hash(value, salt) % 4;
    }

    /** The group of a row; null for rows that are in none. */
    public static @Nullable String group(int salt, @Nullable String value) {
        int hash = value == null ? 0 : hash(value, salt) % 7;
        return hash == 0 ? null : "g" + hash % 3;
    }

    /** The key of the row that a row wants; null if it wants none. */
    public static @Nullable String foreignKey(int salt, @Nullable String value) {
        int hash = value == null ? 0 : hash(value, salt) % 5;
        return hash == 0 ? null : "k" + hash;
    }

    /** Takes a value out again, which tells so. Null now and then, which deletes the row. */
    public static @Nullable String subtract(String aggregate, String value) {
        int hash = hash(aggregate + "-" + value, 13);
        return hash % 11 == 0 ? null : "s" + Integer.toHexString(hash);
    }

    /** A value of one of the streams that are aggregated together. */
    public static String tagged(int input, @Nullable String value) {
        return input + ":" + value;
    }

    /** Null now and then, which deletes the row. */
    public static @Nullable String reduce(String aggregate, String value) {
        int hash = hash(aggregate + value, 3);
        return hash % 11 == 0 ? null : "r" + Integer.toHexString(hash);
    }

    public static String aggregate(@Nullable String value, String aggregate) {
        return "a" + Integer.toHexString(hash(aggregate + "," + value, 7));
    }

    public static String merge(String first, String second) {
        return "b" + Integer.toHexString(hash(first + "+" + second, 11));
    }

    public static String join(@Nullable String left, @Nullable String right) {
        return "(" + left + "|" + right + ")";
    }

    public static @Nullable String globalKey(@Nullable String key, @Nullable String value) {
        return key == null ? null : "k" + hash(key, 5) % 6;
    }

    /** The name of a windowed key in a stream. */
    public static String windowed(String key, long startMs, long endMs) {
        return key + "@" + startMs % 10_000_000 + "-" + endMs % 10_000_000;
    }

    /** Where a key goes; records without one go to the first partition. */
    public static int partition(@Nullable String key, int partitions) {
        if (key == null) {
            return 0;
        }
        byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
        return KeyHash.partition(bytes, 0, bytes.length, partitions);
    }
}
