package io.millrace.stores.table;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class EntryIndexTest {

    private static final long CLEAN_BYTES_MAX = 10_000;

    private final EntryIndex index = new EntryIndex(new ReadCacheBudget(CLEAN_BYTES_MAX));

    private TableEntry find(int number) {
        byte[] key = ("some-key-" + number).getBytes(StandardCharsets.UTF_8);
        return index.findOrInsert(key, 0, key.length);
    }

    @Test
    void shouldFindTheSameEntryAgain() {
        byte[] padded = "..key..".getBytes(StandardCharsets.UTF_8);
        TableEntry entry = index.findOrInsert(padded, 2, 3);

        assertThat(index.findOrInsert("key".getBytes(StandardCharsets.UTF_8), 0, 3))
                .isSameAs(entry);
        assertThat(entry.key()).isEqualTo("key".getBytes(StandardCharsets.UTF_8));
        assertThat(index.findOrInsert(padded, 2, 4)).isNotSameAs(entry);
    }

    @Test
    void shouldEvictCleanEntriesAndKeepPinnedOnes() {
        TableEntry[] entries = new TableEntry[1_000];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = find(i);
            entries[i].clear(TableEntry.UNKNOWN);
            if (i % 10 == 0) {
                entries[i].set(i % 20 == 0 ? TableEntry.DIRTY : TableEntry.HELD);
                index.pin(entries[i].sizeBytes());
            }
        }

        int cleanKept = 0;
        for (int i = entries.length - 1; i >= 0; i--) {
            boolean isKept = find(i) == entries[i];
            if (i % 10 == 0) {
                assertThat(isKept).as("pinned entry " + i).isTrue();
            } else if (isKept) {
                cleanKept++;
            }
        }
        assertThat((long) cleanKept * TableEntry.OVERHEAD_BYTES).isLessThanOrEqualTo(CLEAN_BYTES_MAX);
        assertThat(cleanKept).isPositive();
    }

    @Test
    void shouldEvictWhatWasPinnedOnceItIsNot() {
        TableEntry[] entries = new TableEntry[500];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = find(i);
            entries[i].set(TableEntry.HELD);
            index.pin(entries[i].sizeBytes());
        }
        assertThat(index.pinnedBytes()).isGreaterThan(CLEAN_BYTES_MAX);
        for (TableEntry entry : entries) {
            entry.clear(TableEntry.HELD);
        }

        index.unpinAll();

        int kept = 0;
        for (int i = entries.length - 1; i >= 0; i--) {
            kept += find(i) == entries[i] ? 1 : 0;
        }
        assertThat(index.pinnedBytes()).isZero();
        assertThat((long) kept * TableEntry.OVERHEAD_BYTES).isLessThanOrEqualTo(CLEAN_BYTES_MAX);
    }
}
