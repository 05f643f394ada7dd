package io.millrace.examples.wordcount;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.log.RecordBatch;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The last count of each word, gathered from the records of the output topic. Confined to one thread. */
final class CountTable {

    private static final Comparator<Map.Entry<String, Long>> BY_COUNT_THEN_WORD =
            Map.Entry.<String, Long>comparingByValue()
                    .reversed()
                    .thenComparing(Map.Entry::getKey, CountTable::compareCodePoints);

    private final Map<String, Long> counts = new HashMap<>();

    /** Takes in a record: a word in UTF-8 and its count, 8 bytes big-endian. */
    void add(RecordBatch count) {
        String word = new String(count.keyArray(), count.keyOffset(), count.keyLength(), UTF_8);
        if (count.valueLength() != Long.BYTES) {
            throw new IllegalStateException("The count of '" + word + "' at offset " + count.offset() + " of "
                    + count.partition() + " has " + count.valueLength() + " bytes instead of " + Long.BYTES);
        }
        counts.put(word, longAt(count.valueArray(), count.valueOffset()));
    }

    void put(String word, long count) {
        counts.put(word, count);
    }

    /** Writes {@code COUNT<TAB>WORD} for the {@code top} most frequent words in UTF-8, words of one count by code point, and flushes. */
    void print(OutputStream out, int top) throws IOException {
        List<Map.Entry<String, Long>> sorted = new ArrayList<>(counts.entrySet());
        sorted.sort(BY_COUNT_THEN_WORD);
        Writer writer = new BufferedWriter(new OutputStreamWriter(out, UTF_8), 1 << 16);
        for (Map.Entry<String, Long> entry : sorted.subList(0, Math.min(top, sorted.size()))) {
            writer.write(Long.toString(entry.getValue()));
            writer.write('\t');
            writer.write(entry.getKey());
            writer.write('\n');
        }
        writer.flush();
    }

    /**
     * Order of code points, which is also the order of the bytes in UTF-8. {@link String#compareTo} differs: it puts characters beyond
     * U+FFFF, as pairs of surrogates, before U+E000 to U+FFFF.
     */
    static int compareCodePoints(String left, String right) {
        int shared = Math.min(left.length(), right.length());
        for (int i = 0; i < shared; i++) {
            char l = left.charAt(i);
            char r = right.charAt(i);
            if (l != r) {
                return Character.isSurrogate(l) == Character.isSurrogate(r)
                        ? Character.compare(l, r)
                        : Character.isSurrogate(l) ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }

    private static long longAt(byte[] array, int offset) {
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << 8 | array[offset + i] & 0xFF;
        }
        return value;
    }
}
