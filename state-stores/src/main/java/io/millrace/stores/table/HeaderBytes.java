package io.millrace.stores.table;

import io.millrace.record.Header;
import io.millrace.record.Headers;
import io.millrace.record.RecordHeaders;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Headers as bytes, in front of a value: total size of what follows, number of headers, then of each the length of its key, the key in UTF-8, the
 * length of its value or -1 for null, and the value. Sizes and numbers are signed variable-length integers (zigzag). No headers are the single byte 0.
 * The size comes first so that a value can be reached without looking at the headers.
 */
final class HeaderBytes {

    private static final byte[] NONE = {0};

    private HeaderBytes() {}

    /** The bytes of headers, their size in front. Null means none. */
    static byte[] encode(@Nullable Headers headers) {
        if (headers == null) {
            return NONE;
        }
        Header[] all = headers.toArray();
        if (all.length == 0) {
            return NONE;
        }
        ByteArrayOutputStream body = new ByteArrayOutputStream(32 * all.length);
        writeVarint(body, all.length);
        for (Header header : all) {
            byte[] key = header.key().getBytes(StandardCharsets.UTF_8);
            writeVarint(body, key.length);
            body.writeBytes(key);
            byte[] value = header.value();
            writeVarint(body, value == null ? -1 : value.length);
            if (value != null) {
                body.writeBytes(value);
            }
        }
        ByteArrayOutputStream sized = new ByteArrayOutputStream(body.size() + 2);
        writeVarint(sized, body.size());
        sized.writeBytes(body.toByteArray());
        return sized.toByteArray();
    }

    /** New headers from what {@link #encode} made. */
    static Headers decode(byte[] bytes) {
        RecordHeaders headers = new RecordHeaders();
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        if (readVarint(buffer) == 0) {
            return headers;
        }
        for (int count = readVarint(buffer); count > 0; count--) {
            String key = new String(take(buffer, readVarint(buffer)), StandardCharsets.UTF_8);
            int valueLength = readVarint(buffer);
            headers.add(key, valueLength < 0 ? null : take(buffer, valueLength));
        }
        return headers;
    }

    private static byte[] take(ByteBuffer buffer, int length) {
        byte[] taken = new byte[length];
        buffer.get(taken);
        return taken;
    }

    /** The headers in front of a value. */
    static byte[] cutHead(byte[] joined) {
        return joined[0] == 0 ? NONE : Arrays.copyOf(joined, headLength(joined));
    }

    /** The value behind its headers. */
    static byte[] cutTail(byte[] joined) {
        return Arrays.copyOfRange(joined, headLength(joined), joined.length);
    }

    private static int headLength(byte[] joined) {
        ByteBuffer buffer = ByteBuffer.wrap(joined);
        int bodyLength = readVarint(buffer);
        return buffer.position() + bodyLength;
    }

    /** Headers and value as one array. */
    static byte[] join(byte[] headerBytes, byte[] value) {
        byte[] joined = Arrays.copyOf(headerBytes, headerBytes.length + value.length);
        System.arraycopy(value, 0, joined, headerBytes.length, value.length);
        return joined;
    }

    private static void writeVarint(ByteArrayOutputStream out, int value) {
        int zigzag = value << 1 ^ value >> 31;
        while ((zigzag & ~0x7F) != 0) {
            out.write(zigzag & 0x7F | 0x80);
            zigzag >>>= 7;
        }
        out.write(zigzag);
    }

    private static int readVarint(ByteBuffer buffer) {
        int zigzag = 0;
        for (int shift = 0; ; shift += 7) {
            int next = buffer.get();
            zigzag |= (next & 0x7F) << shift;
            if (next >= 0) {
                return zigzag >>> 1 ^ -(zigzag & 1);
            }
        }
    }
}
