package io.millrace.broker.batch;

import io.millrace.broker.compression.Compression;

/** Whole batches with compressed records, and the same batches without: everything behind the header is one piece of compressed bytes. Stateless. */
public final class CompressedBatch {

    private CompressedBatch() {}

    /** The same batch with its records compressed, or the batch itself if that is not smaller. */
    public static ClosedBatch compress(ClosedBatch batch, Compression compression) {
        byte[] bytes = batch.bytes();
        int length = batch.sizeBytes() - BatchFormat.HEADER_BYTES;
        byte[] records = compression.compress(bytes, BatchFormat.HEADER_BYTES, length);
        if (records.length >= length) {
            return batch;
        }
        byte[] compressed = new byte[BatchFormat.HEADER_BYTES + records.length];
        System.arraycopy(bytes, 0, compressed, 0, BatchFormat.HEADER_BYTES);
        System.arraycopy(records, 0, compressed, BatchFormat.HEADER_BYTES, records.length);
        int attributes = BatchFormat.getShort(bytes, BatchFormat.ATTRIBUTES) | compression.number();
        BatchFormat.putShort(compressed, BatchFormat.ATTRIBUTES, attributes);
        finish(compressed);
        return new ClosedBatch(compressed, compressed.length);
    }

    /** The batch at {@code start}, which is compressed, without compression, in an array that it fills. Its CRC is right again. */
    public static byte[] decompress(byte[] bytes, int start) {
        int length = BatchFormat.sizeBytes(bytes, start) - BatchFormat.HEADER_BYTES;
        byte[] plain = BatchFormat.compression(bytes, start)
                .decompress(bytes, start + BatchFormat.HEADER_BYTES, length, BatchFormat.HEADER_BYTES);
        System.arraycopy(bytes, start, plain, 0, BatchFormat.HEADER_BYTES);
        int attributes = BatchFormat.getShort(plain, BatchFormat.ATTRIBUTES) & ~BatchFormat.COMPRESSION_MASK;
        BatchFormat.putShort(plain, BatchFormat.ATTRIBUTES, attributes);
        finish(plain);
        return plain;
    }

    /** A batch that was made from the one at {@code start}, compressed in the same way. */
    public static byte[] compressAs(byte[] bytes, int start, byte[] made) {
        ClosedBatch compressed = compress(new ClosedBatch(made, made.length), BatchFormat.compression(bytes, start));
        return compressed.bytes();
    }

    private static void finish(byte[] batch) {
        BatchFormat.putInt(batch, BatchFormat.LENGTH, batch.length - BatchFormat.LENGTH_OVERHEAD);
        BatchFormat.seal(batch, 0, batch.length);
    }
}
