/**
 * Averages in tumbling windows: {@link io.millrace.examples.temperature.AverageTemperature}. Two examples run it: {@code temperature} on readings of sensors,
 * in windows of seconds, and {@code weather} on real weather, in windows of weeks.
 */
@NullMarked
package io.millrace.examples.temperature;

import org.jspecify.annotations.NullMarked;
