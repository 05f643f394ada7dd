package io.millrace.interactive.json;

/** How integers of 64 bits and more are written. */
public enum LongForm {
    /** As JSON numbers, with all digits; programs that read numbers as doubles lose some beyond 2^53. */
    NUMBER,
    /** As strings. */
    STRING
}
