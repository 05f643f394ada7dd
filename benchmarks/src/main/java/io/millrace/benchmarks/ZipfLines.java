package io.millrace.benchmarks;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Lines of 5 to 15 words out of a vocabulary, with Zipf's distribution (s = 1). The same lines for the same seed. */
final class ZipfLines {

    private final SplittableRandom random;
    private final String[] words;
    private final double[] cumulated;
    private long wordCount;

    ZipfLines(int vocabulary, long seed) {
        random = new SplittableRandom(seed);
        words = new String[vocabulary];
        cumulated = new double[vocabulary];
        SplittableRandom letters = new SplittableRandom(seed + 1);
        double sum = 0;
        for (int i = 0; i < vocabulary; i++) {
            StringBuilder word = new StringBuilder();
            for (int length = 3 + letters.nextInt(8); length > 0; length--) {
                word.append((char) ('a' + letters.nextInt(26)));
            }
            words[i] = word.append(Integer.toString(i, 36)).toString();
            sum += 1.0 / (i + 1);
            cumulated[i] = sum;
        }
        for (int i = 0; i < vocabulary; i++) {
            cumulated[i] /= sum;
        }
    }

    String next() {
        int count = 5 + random.nextInt(11);
        StringBuilder line = new StringBuilder(count * 10);
        for (int i = 0; i < count; i++) {
            int found = Arrays.binarySearch(cumulated, random.nextDouble());
            int index = Math.min(words.length - 1, found < 0 ? -found - 1 : found);
            line.append(i == 0 ? "" : " ").append(words[index]);
        }
        wordCount += count;
        return line.toString();
    }

    long wordCount() {
        return wordCount;
    }
}
