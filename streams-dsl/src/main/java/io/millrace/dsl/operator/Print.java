package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;

/** Prints one line per record, as UTF-8. A stream other than stdout and stderr is closed with the task that printed last to it. */
public final class Print extends Operator {

    private final PrintWriter writer;
    private final boolean shared;
    private final String label;
    private final BiFunction<Object, Object, Object> mapper;

    private Print(PrintWriter writer, boolean shared, String label, BiFunction<Object, Object, Object> mapper) {
        this.writer = writer;
        this.shared = shared;
        this.label = label;
        this.mapper = mapper;
    }

    /**
     * @param shared whether the stream is of the process (stdout, stderr): flushed after each line, never closed
     * @param label stands before each line, in brackets
     * @param mapper makes the text of a record
     */
    public static ProcessorSupplier<?, ?, ?, ?> supplier(
            OutputStream stream, boolean shared, String label, BiFunction<Object, Object, Object> mapper) {
        PrintWriter writer = new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
        return () -> new Print(writer, shared, label, mapper);
    }

    @Override
    public void process(Record<Object, Object> record) {
        writer.println("[" + label + "]: " + mapper.apply(record.key(), record.value()));
        if (shared) {
            writer.flush();
        }
    }

    @Override
    public void close() {
        if (shared) {
            writer.flush();
        } else {
            writer.close();
        }
    }
}
