package io.millrace.examples.wordcount;

import java.util.Locale;

/**
 * Lower case as the Unicode Standard defines it (section 3.13, Default Case Conversion), independent of the locale.
 *
 * <p>{@link String#toLowerCase(Locale)} agrees but for a capital sigma: there it searches word boundaries instead of the standard's cased
 * neighbours, which differs for letters joined by a hyphen or digit ({@code ΕΛΛΑΣ-ΚΥΠΡΟΣ}) and takes quadratic time in a long line without
 * spaces. So sigmas are replaced first, in one pass, and nothing else depends on context.
 */
final class LowerCase {

    private static final char CAPITAL_SIGMA = '\u03A3';
    private static final char SMALL_SIGMA = '\u03C3';
    private static final char FINAL_SIGMA = '\u03C2';

    /** Characters whose Word_Break property is MidLetter, MidNumLet or Single_Quote. */
    private static final String WITHIN_WORDS =
            "'.:\u00B7\u0387\u055F\u05F4\u2018\u2019\u2024\u2027\uFE13\uFE52\uFE55\uFF07\uFF0E\uFF1A";

    private LowerCase() {}

    static String of(String text) {
        int sigma = text.indexOf(CAPITAL_SIGMA);
        return (sigma < 0 ? text : withSmallSigmas(text, sigma)).toLowerCase(Locale.ROOT);
    }

    private static String withSmallSigmas(String text, int first) {
        char[] chars = text.toCharArray();
        for (int i = first; i >= 0; i = text.indexOf(CAPITAL_SIGMA, i + 1)) {
            chars[i] = isFinal(text, i) ? FINAL_SIGMA : SMALL_SIGMA;
        }
        return new String(chars);
    }

    /** Whether a letter with case stands before the sigma and none behind it, looking past what case ignores. */
    private static boolean isFinal(String text, int sigma) {
        return casedBefore(text, sigma) && !casedBehind(text, sigma + 1);
    }

    private static boolean casedBefore(String text, int end) {
        int at = end;
        while (at > 0) {
            int codePoint = text.codePointBefore(at);
            if (!isCaseIgnorable(codePoint)) {
                return isCased(codePoint);
            }
            at -= Character.charCount(codePoint);
        }
        return false;
    }

    private static boolean casedBehind(String text, int start) {
        int at = start;
        while (at < text.length()) {
            int codePoint = text.codePointAt(at);
            if (!isCaseIgnorable(codePoint)) {
                return isCased(codePoint);
            }
            at += Character.charCount(codePoint);
        }
        return false;
    }

    private static boolean isCased(int codePoint) {
        return Character.isLowerCase(codePoint) || Character.isUpperCase(codePoint) || Character.isTitleCase(codePoint);
    }

    private static boolean isCaseIgnorable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK,
                    Character.FORMAT,
                    Character.MODIFIER_LETTER,
                    Character.MODIFIER_SYMBOL -> true;
            default -> WITHIN_WORDS.indexOf(codePoint) >= 0;
        };
    }
}
