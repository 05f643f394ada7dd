package io.millrace.dsl;

import io.millrace.errors.TopologyException;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where and how a stream is printed. As in Kafka Streams, the {@code with...} methods change and return this object.
 *
 * @param <K> type of keys
 * @param <V> type of values
 */
public class Printed<K, V> implements NamedOperation<Printed<K, V>> {

    protected final OutputStream outputStream;
    protected @Nullable String label;
    protected @Nullable String processorName;
    protected KeyValueMapper<? super K, ? super V, String> mapper = (key, value) -> key + ", " + value;

    private Printed(OutputStream outputStream) {
        this.outputStream = outputStream;
    }

    /** A copy. */
    protected Printed(Printed<K, V> printed) {
        this.outputStream = printed.outputStream;
        this.label = printed.label;
        this.processorName = printed.processorName;
        this.mapper = printed.mapper;
    }

    /**
     * To a file, which is overwritten.
     *
     * @throws TopologyException if the path is blank or cannot be written
     */
    public static <K, V> Printed<K, V> toFile(String filePath) {
        if (Objects.requireNonNull(filePath, "filePath cannot be null").isBlank()) {
            throw new TopologyException("The path of the file to print to is empty");
        }
        try {
            return new Printed<>(new FileOutputStream(filePath));
        } catch (IOException e) {
            throw new TopologyException("File '" + filePath + "' cannot be printed to: " + e.getMessage(), e);
        }
    }

    /** To standard output. */
    public static <K, V> Printed<K, V> toSysOut() {
        return new Printed<>(System.out);
    }

    /** Sets what stands in brackets before each line; without it, the name of the stream's operation. */
    public Printed<K, V> withLabel(String label) {
        this.label = Objects.requireNonNull(label, "label cannot be null");
        return this;
    }

    /** Sets how a record is written; without it, key and value with a comma between them. */
    public Printed<K, V> withKeyValueMapper(KeyValueMapper<? super K, ? super V, String> mapper) {
        this.mapper = Objects.requireNonNull(mapper, "mapper cannot be null");
        return this;
    }

    /** Sets the name of the operation. */
    @Override
    public Printed<K, V> withName(@Nullable String processorName) {
        this.processorName = processorName;
        return this;
    }
}
