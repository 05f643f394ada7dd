package io.millrace.broker.compression;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/** Gzip, by Java itself. Stateless. */
final class Gzip implements Compression.Streams {

    @Override
    public OutputStream compressing(OutputStream to) throws IOException {
        return new GZIPOutputStream(to);
    }

    @Override
    public InputStream decompressing(InputStream from) throws IOException {
        return new GZIPInputStream(from);
    }
}
