package io.millrace.runtime.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommitMetadataTest {

    private static final String FINGERPRINT = "0123456789abcdef";

    @Test
    void shouldHaveTheFormatThatIsWrittenDown() {
        assertThat(new CommitMetadata(1_000, FINGERPRINT, Map.of()).encode())
                .isEqualTo("millrace1 t=1000 f=0123456789abcdef");
        assertThat(new CommitMetadata(-1, FINGERPRINT, Map.of("b", 2L, "a", 1L)).encode())
                .isEqualTo("millrace1 t=-1 f=0123456789abcdef p=a:1,b:2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"KSTREAM-AGGREGATE-0000000003", "a,b", "a:b", "a b p=c:1", "%", "\u00fc\u6f22", " f=", "x"})
    void shouldReadBackProgressOfNodesWhateverTheirNames(String node) {
        CommitMetadata written = new CommitMetadata(7, FINGERPRINT, Map.of(node, 42L, "other", -1L));

        assertThat(CommitMetadata.parse(written.encode())).contains(written);
    }

    @Test
    void shouldReadBackWhatItWroteForAnyNumbers() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < 500; i++) {
            Map<String, Long> progress = new TreeMap<>();
            for (int node = random.nextInt(4); node > 0; node--) {
                progress.put("node-" + random.nextInt(), random.nextLong());
            }
            CommitMetadata written = new CommitMetadata(random.nextLong(), FINGERPRINT, progress);

            assertThat(CommitMetadata.parse(written.encode())).contains(written);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "AQAAAYcA",
                "millrace1 t=",
                "millrace1 t=12",
                "millrace1 t=x f=0123456789abcdef",
                "millrace2 t=12 f=0123456789abcdef",
                "millrace1 t=12 f=0123456789abcdef p=node:many"
            })
    void shouldReadNothingFromATextOfAnotherKind(String text) {
        assertThat(CommitMetadata.parse(text)).isEmpty();
    }

    @Test
    void shouldNotBeChangedThroughTheMapItWasMadeOf() {
        Map<String, Long> progress = new TreeMap<>(Map.of("node", 1L));
        CommitMetadata metadata = new CommitMetadata(0, FINGERPRINT, progress);

        progress.put("node", 2L);

        assertThat(metadata.progress()).containsEntry("node", 1L);
    }
}
