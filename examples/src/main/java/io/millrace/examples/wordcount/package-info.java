/**
 * Counts words exactly once: the program behind {@code bin/wordcount}.
 *
 * <p>{@link io.millrace.examples.wordcount.WordCount} is the topology, {@code Words} and {@code LowerCase} cut a line into words; the rest
 * is what a program around a topology needs. In reading order: {@code WordCountCommand}, the command line ({@code Arguments});
 * {@code CountingRun}, which puts feed, runtime and counts together ({@code CountTable}, {@code ProgressLine}, and from {@code launch} {@code Workspace},
 * {@code Backlog} and {@code TopicReader}); and the reading of files ({@code TextInput},
 * {@code ByteLines}, {@code LineFeed}, {@code Position}, {@code PositionTopic}). {@code WordCountExample} makes it one of the
 * examples of {@code bin/example}. Tests of the whole are beside it and in
 * {@code bin/verify-wordcount}.
 *
 * <p><b>How files are read exactly once.</b> With a data directory, the lines of a file and the position behind them (bytes consumed and
 * their CRC32C) are in one producer transaction. The next run reads that prefix of the file again, compares the CRC and goes on behind it,
 * so a kill at any moment loses no line and counts none twice. A topic named {@code wordcount-positions} holds the positions, by canonical path.
 *
 * <p>A run reads the whole topic of counts to print them, so it takes time in proportion to what the data directory has counted so far.
 */
@NullMarked
package io.millrace.examples.wordcount;

import org.jspecify.annotations.NullMarked;
