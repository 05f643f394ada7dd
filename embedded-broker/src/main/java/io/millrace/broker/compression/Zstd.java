package io.millrace.broker.compression;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Zstandard. Stateless. */
final class Zstd implements Compression.Streams {

    @Override
    public OutputStream compressing(OutputStream to) throws IOException {
        return new ZstdOutputStream(to);
    }

    @Override
    public InputStream decompressing(InputStream from) throws IOException {
        return new ZstdInputStream(from);
    }
}
