package io.espalier.compressor.tflite;

/**
 * How long inferences took.
 *
 * @param micros median time of one, in µs
 * @param inferences how many were timed
 * @param operatorsTotal how many operators the file's main graph has
 * @param operatorsDelegated how many of them XNNPACK took
 */
public record Timing(double micros, int inferences, int operatorsTotal, int operatorsDelegated) {}
