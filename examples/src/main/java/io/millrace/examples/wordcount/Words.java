package io.millrace.examples.wordcount;

import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The words of a line, lower-cased: longest runs of Unicode letters and digits ({@link Character#isLetterOrDigit(int)}), found one by
 * one while they are asked for. Lower-casing comes first and follows {@link LowerCase}. Immutable; each iterator is confined to one thread.
 */
final class Words implements Iterable<String> {

    private static final byte SEPARATOR = 0;
    private static final byte LOWER_OR_DIGIT = 1;
    private static final byte UPPER = 2;

    private static final byte[] ASCII = asciiKinds();

    private final String line;

    private Words(String line) {
        this.line = line;
    }

    /** The words of {@code line}, in order. */
    static Iterable<String> of(String line) {
        return new Words(line);
    }

    @Override
    public Iterator<String> iterator() {
        return new Scan(line);
    }

    private static byte[] asciiKinds() {
        byte[] kinds = new byte[128];
        for (char c = 0; c < 128; c++) {
            if (Character.isLetterOrDigit(c)) {
                kinds[c] = Character.isUpperCase(c) ? UPPER : LOWER_OR_DIGIT;
            }
        }
        return kinds;
    }

    /**
     * One pass over the line. ASCII is lower-cased word by word; at the first other character the whole line is lower-cased at once,
     * because one character may become two and the lower case of a sigma depends on its neighbours. What was passed before is ASCII, so
     * positions in it stay.
     */
    private static final class Scan implements Iterator<String> {

        private String text;
        private boolean lowered;
        private int position;
        private @Nullable String next;

        Scan(String line) {
            text = line;
            next = find();
        }

        @Override
        public boolean hasNext() {
            return next != null;
        }

        @Override
        public String next() {
            String word = next;
            if (word == null) {
                throw new NoSuchElementException("The line has no more words");
            }
            next = find();
            return word;
        }

        private @Nullable String find() {
            int start = skipSeparators();
            if (start == text.length()) {
                return null;
            }
            boolean upper = false;
            int at = start;
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c < 128) {
                    byte kind = ASCII[c];
                    if (kind == SEPARATOR) {
                        break;
                    }
                    upper |= kind == UPPER;
                    at++;
                } else if (!lowered) {
                    lower();
                } else {
                    int codePoint = text.codePointAt(at);
                    if (!Character.isLetterOrDigit(codePoint)) {
                        break;
                    }
                    at += Character.charCount(codePoint);
                }
            }
            position = at;
            String word = text.substring(start, at);
            return upper ? LowerCase.of(word) : word;
        }

        private int skipSeparators() {
            int at = position;
            while (at < text.length()) {
                char c = text.charAt(at);
                if (c < 128) {
                    if (ASCII[c] != SEPARATOR) {
                        break;
                    }
                    at++;
                } else if (!lowered) {
                    lower();
                } else {
                    int codePoint = text.codePointAt(at);
                    if (Character.isLetterOrDigit(codePoint)) {
                        break;
                    }
                    at += Character.charCount(codePoint);
                }
            }
            return at;
        }

        private void lower() {
            text = LowerCase.of(text);
            lowered = true;
        }
    }
}
