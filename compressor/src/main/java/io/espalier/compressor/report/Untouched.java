package io.espalier.compressor.report;

/**
 * A part of the model that was left alone.
 *
 * @param name of the tensor or operator
 * @param reason why, in a few words
 */
public record Untouched(String name, String reason) {}
