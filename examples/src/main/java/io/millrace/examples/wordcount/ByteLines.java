package io.millrace.examples.wordcount;

import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;

/**
 * Cuts a stream of bytes into lines at {@code \n}, without decoding them, and tells the position behind the current line. Bytes behind the
 * last newline are a line of their own when the stream ends. A line is borrowed: valid until the next call of {@link #next()}. Confined to
 * one thread.
 */
final class ByteLines {

    private static final int CHUNK = 1 << 20;

    private final InputStream in;
    private final CRC32C crc;
    private long consumedBytes;

    private byte[] buffer = new byte[CHUNK];
    private int lineStart;
    private int lineEnd;
    /** Where the next line starts: behind the newline of the current one. */
    private int nextStart;
    /** Bytes before it are in {@link #crc}; it is never behind {@link #nextStart}. */
    private int summedTo;

    private int filledTo;
    private boolean ended;

    /**
     * @param in stands at {@code position} of the text
     * @param crc has seen the bytes before; goes on being updated
     */
    ByteLines(InputStream in, long positionBytes, CRC32C crc) {
        this.in = in;
        this.consumedBytes = positionBytes;
        this.crc = crc;
    }

    /** Moves to the next line; false if there is none. */
    boolean next() throws IOException {
        lineStart = nextStart;
        int scannedTo = lineStart;
        while (true) {
            for (int i = scannedTo; i < filledTo; i++) {
                if (buffer[i] == '\n') {
                    endLine(i, i + 1);
                    return true;
                }
            }
            if (ended) {
                boolean rest = filledTo > lineStart;
                endLine(filledTo, filledTo);
                return rest;
            }
            scannedTo = filledTo - lineStart;
            fill();
        }
    }

    /** Whether the next line may have to wait for more input. Exact only for what is buffered. */
    boolean isNextBuffered() {
        for (int i = nextStart; i < filledTo; i++) {
            if (buffer[i] == '\n') {
                return true;
            }
        }
        return false;
    }

    byte[] array() {
        return buffer;
    }

    int offset() {
        return lineStart;
    }

    int length() {
        return lineEnd - lineStart;
    }

    /** The position behind the current line, its newline included. */
    Position position() {
        sumUp();
        return new Position(consumedBytes, (int) crc.getValue());
    }

    private void endLine(int end, int next) {
        lineEnd = end;
        nextStart = next;
        consumedBytes += next - lineStart;
    }

    /** Makes the unfinished line start at 0 and reads more behind it. */
    private void fill() throws IOException {
        sumUp();
        int kept = filledTo - lineStart;
        byte[] target = kept > buffer.length / 2 ? grown() : buffer;
        System.arraycopy(buffer, lineStart, target, 0, kept);
        buffer = target;
        lineStart = 0;
        nextStart = 0;
        summedTo = 0;
        filledTo = kept;
        int read = in.read(buffer, filledTo, buffer.length - filledTo);
        if (read < 0) {
            ended = true;
        } else {
            filledTo += read;
        }
    }

    private byte[] grown() {
        int size = (int) Math.min(2L * buffer.length, Integer.MAX_VALUE - 8);
        if (size == buffer.length) {
            throw new IllegalStateException("A line has more than " + (size / 2) + " bytes");
        }
        return new byte[size];
    }

    private void sumUp() {
        crc.update(buffer, summedTo, nextStart - summedTo);
        summedTo = nextStart;
    }
}
