package io.millrace.stores.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SortedBatchTest {

    private final List<String> handedOver = new ArrayList<>();
    private final SortedBatch batch = new SortedBatch(new Recorder());

    @Test
    void shouldHandOverSortedByFamilyAndUnsignedKeyWithTheLastChangeOfEachKey() {
        batch.put(2, key(1), key(10));
        batch.put(1, key(200), key(11));
        batch.put(1, key(3), key(12));
        batch.delete(1, key(200));
        batch.put(1, key(3), key(13));

        batch.finish();

        assertThat(handedOver).containsExactly("put 1 3=13", "delete 1 200", "put 2 1=10");
    }

    @Test
    void shouldKeepTheOrderOfChangesAgainstADeletedRange() {
        batch.put(1, key(5), key(10));
        batch.deleteRange(1, null, key(6));
        batch.put(1, key(4), key(11));

        batch.finish();

        assertThat(handedOver).containsExactly("put 1 5=10", "delete 1 up to 6", "put 1 4=11");
    }

    private static byte[] key(int unsigned) {
        return new byte[] {(byte) unsigned};
    }

    private final class Recorder implements EngineBatch {

        @Override
        public void put(int family, byte[] key, byte[] value) {
            handedOver.add("put " + family + " " + (key[0] & 0xFF) + "=" + value[0]);
        }

        @Override
        public void delete(int family, byte[] key) {
            handedOver.add("delete " + family + " " + (key[0] & 0xFF));
        }

        @Override
        public void deleteRange(int family, byte @Nullable [] from, byte[] toExclusive) {
            handedOver.add("delete " + family + " up to " + toExclusive[0]);
        }

        @Override
        public int count() {
            return handedOver.size();
        }

        @Override
        public void close() {}
    }
}
