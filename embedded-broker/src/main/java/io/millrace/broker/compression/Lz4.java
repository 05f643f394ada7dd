package io.millrace.broker.compression;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import net.jpountz.lz4.LZ4FrameInputStream;
import net.jpountz.lz4.LZ4FrameOutputStream;

/** LZ4 frames with independent blocks, as Kafka writes them. Stateless. */
final class Lz4 implements Compression.Streams {

    @Override
    public OutputStream compressing(OutputStream to) throws IOException {
        return new LZ4FrameOutputStream(to, LZ4FrameOutputStream.BLOCKSIZE.SIZE_64KB);
    }

    @Override
    public InputStream decompressing(InputStream from) throws IOException {
        return new LZ4FrameInputStream(from);
    }
}
