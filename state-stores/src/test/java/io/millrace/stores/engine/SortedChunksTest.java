package io.millrace.stores.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortedChunksTest {

    private static final int KEYS = 3_000;

    private static byte[] key(int number) {
        return new byte[] {(byte) (number >> 8), (byte) number};
    }

    private static List<String> rows(EngineIterator scan) {
        List<String> rows = new ArrayList<>();
        try (scan) {
            for (; scan.isValid(); scan.next()) {
                rows.add(Arrays.toString(scan.key()) + "=" + Arrays.toString(scan.value()));
            }
        }
        return rows;
    }

    private static List<String> rows(NavigableMap<byte[], byte[]> oracle, byte[] from, byte[] to, ScanOrder order) {
        List<String> rows = new ArrayList<>();
        boolean isEmpty = from != null && to != null && Arrays.compareUnsigned(from, to) >= 0;
        if (!isEmpty) {
            NavigableMap<byte[], byte[]> range = from == null ? oracle : oracle.tailMap(from, true);
            range = to == null ? range : range.headMap(to, false);
            (order == ScanOrder.ASCENDING ? range : range.descendingMap())
                    .forEach((key, value) -> rows.add(Arrays.toString(key) + "=" + Arrays.toString(value)));
        }
        return rows;
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldAgreeWithATreeMapAndLeaveEarlierVersionsAsTheyWere(long seed) {
        Random random = new Random(seed);
        NavigableMap<byte[], byte[]> oracle = new TreeMap<>(Arrays::compareUnsigned);
        SortedChunks map = SortedChunks.EMPTY;
        Map<SortedChunks, List<String>> versions = new LinkedHashMap<>();

        for (int batch = 0; batch < 120; batch++) {
            SortedChunks.Editor editor = map.edit();
            boolean isLoad = random.nextInt(20) == 0;
            int changes = isLoad ? 2_000 : random.nextInt(60);
            for (int i = 0; i < changes; i++) {
                int number = isLoad ? i : random.nextInt(KEYS);
                byte[] value = {(byte) random.nextInt()};
                switch (random.nextInt(isLoad ? 1 : 8)) {
                    case 6 -> {
                        editor.remove(key(number));
                        oracle.remove(key(number));
                    }
                    case 7 -> {
                        boolean isRest = random.nextInt(30) == 0;
                        byte[] from = isRest && random.nextBoolean() ? null : key(number);
                        byte[] to = key(number + (isRest ? KEYS : random.nextInt(20)));
                        editor.removeRange(from, to);
                        (from == null ? oracle.headMap(to, false) : oracle.subMap(from, true, to, false)).clear();
                    }
                    default -> {
                        editor.put(key(number), value);
                        oracle.put(key(number), value);
                    }
                }
            }
            map = editor.finish();
            if (batch % 10 == 0) {
                versions.put(map, rows(oracle, null, null, ScanOrder.ASCENDING));
            }
            assertThat(map.size()).isEqualTo(oracle.size());
            byte[] from = random.nextBoolean() ? null : key(random.nextInt(KEYS));
            byte[] to = random.nextBoolean() ? null : key(random.nextInt(KEYS));
            for (ScanOrder order : ScanOrder.values()) {
                assertThat(rows(map.scan(from, to, order)))
                        .as("seed %d, batch %d, %s", seed, batch, order)
                        .isEqualTo(rows(oracle, from, to, order));
            }
            byte[] some = key(random.nextInt(KEYS));
            assertThat(map.get(some)).isEqualTo(oracle.get(some));
        }

        versions.forEach((version, rows) ->
                assertThat(rows(version.scan(null, null, ScanOrder.ASCENDING))).isEqualTo(rows));
    }
}
