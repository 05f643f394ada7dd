package io.millrace.interactive.json;

/** How a key is written in a request. */
public enum KeyEncoding {
    /** Text. */
    STRING,
    /** A whole number of 32 bits. */
    INT,
    /** A whole number of 64 bits. */
    LONG,
    /** The serialized key, in base64 of either alphabet. */
    BASE64,
    /** JSON. */
    JSON
}
