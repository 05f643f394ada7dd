package io.millrace.broker.compression;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.xerial.snappy.SnappyInputStream;
import org.xerial.snappy.SnappyOutputStream;

/** Snappy in the framing of snappy-java, as Kafka writes it. Stateless. */
final class Snappy implements Compression.Streams {

    @Override
    public OutputStream compressing(OutputStream to) throws IOException {
        return new SnappyOutputStream(to);
    }

    @Override
    public InputStream decompressing(InputStream from) throws IOException {
        return new SnappyInputStream(from);
    }
}
