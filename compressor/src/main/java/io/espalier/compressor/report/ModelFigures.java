package io.espalier.compressor.report;

import java.util.Optional;

/**
 * What a file costs and is worth.
 *
 * @param fileBytes its size
 * @param wireBytes its size as it is sent to nodes
 * @param flops multiplications and additions of one inference in the layers that have links, each
 *     counted as one
 * @param micros median time of one inference, one thread, in µs
 * @param accuracy share of labelled calibration samples it classifies rightly; empty without labels
 * @param outputError mean squared difference of its outputs from those of the file that was given,
 *     relative to their variance
 */
public record ModelFigures(
    long fileBytes,
    long wireBytes,
    long flops,
    double micros,
    Optional<Double> accuracy,
    double outputError) {}
