package io.espalier.compressor.report;

/**
 * One way to compress the model, among those that were tried.
 *
 * @param label for instance {@code 90% int8}
 * @param sparsity share of all links pruned
 * @param wireBytes size as sent to nodes
 * @param micros median time of an inference, in µs
 * @param loss accuracy lost, or without labels the relative squared error of the outputs
 * @param chosen whether it is the one that was written
 */
public record ParetoPoint(
    String label, double sparsity, long wireBytes, double micros, double loss, boolean chosen) {}
