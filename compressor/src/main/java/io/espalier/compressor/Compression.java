package io.espalier.compressor;

import io.espalier.compressor.report.CompressionReport;

/**
 * A compressed model.
 *
 * @param file the bytes of a {@code .tflite} file
 * @param report what was done to it
 */
@SuppressWarnings("ArrayRecordComponent")
public record Compression(byte[] file, CompressionReport report) {}
