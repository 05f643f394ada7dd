package io.millrace.examples.temperature;

/** What a sensor measured, in degrees Celsius. */
record Reading(double celsius) {}
