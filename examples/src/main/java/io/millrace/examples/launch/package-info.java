/**
 * What all examples share: a command line, a broker, input, and the printing of results. Topologies are in the packages beside this one.
 *
 * <p>In reading order: {@link io.millrace.examples.launch.Example}, what an example tells about itself ({@code ExampleInput}); {@code Options}, the command line
 * ({@code Nearest}, {@code Refusal}, {@code Reasons}); {@link io.millrace.examples.launch.Launcher}, which runs one ({@code ExampleRun}, {@code Workspace},
 * {@code TemporaryDirectory}); the input ({@code EventParser}, {@code JsonEvents}, {@code Event}, {@code EventSource}, {@code EventFeed}); waiting until all of it is
 * processed ({@code Backlog}, {@code TopicReader}); and what is printed ({@code ResultTable}, {@code Row}, {@code TextTable}, {@code Times}, {@code Money}).
 *
 * <p><b>With a data directory</b> each line of input is fed once: the lines and how many of them there were are in one transaction. So the next run feeds what
 * was appended, and a run that was killed is taken up by the next one.
 */
@NullMarked
package io.millrace.examples.launch;

import org.jspecify.annotations.NullMarked;
