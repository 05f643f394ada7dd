package io.millrace.dsl.operator;

import io.millrace.processor.ProcessorSupplier;
import io.millrace.processor.Record;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.function.BiFunction;

/**
 * Prints one line per record, as UTF-8. All tasks share the stream; it is flushed when a task closes and stays open, since others, or this one after a rewind,
 * may print on.
 */
public final class Print extends Operator {

    private final PrintWriter writer;
    private final boolean flushesLines;
    private final String label;
    private final BiFunction<Object, Object, Object> mapper;

    private Print(PrintWriter writer, boolean flushesLines, String label, BiFunction<Object, Object, Object> mapper) {
        this.writer = writer;
        this.flushesLines = flushesLines;
        this.label = label;
        this.mapper = mapper;
    }

    /**
     * @param flushesLines whether somebody may be watching: the stream is flushed after each line
     * @param label stands before each line, in brackets
     * @param mapper makes the text of a record
     */
    public static ProcessorSupplier<?, ?, ?, ?> supplier(
            OutputStream stream, boolean flushesLines, String label, BiFunction<Object, Object, Object> mapper) {
        PrintWriter writer = new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8));
        return () -> new Print(writer, flushesLines, label, mapper);
    }

    @Override
    public void process(Record<Object, Object> record) {
        writer.println("[" + label + "]: " + mapper.apply(record.key(), record.value()));
        if (flushesLines) {
            writer.flush();
        }
    }

    @Override
    public void close() {
        writer.flush();
    }
}
