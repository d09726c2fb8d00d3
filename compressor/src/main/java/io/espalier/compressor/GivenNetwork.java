package io.espalier.compressor;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.quantise.Calibration;
import io.espalier.compressor.quantise.Converter;
import io.espalier.compressor.tflite.TfLiteModel;
import io.espalier.compressor.tflite.TfLiteQuantiser;
import io.espalier.compressor.tflite.TfLiteReader;
import io.espalier.compressor.tflite.TfLiteWriter;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.artifact.Provenance;

/**
 * A file as somebody gave it, in other numbers.
 *
 * @param file its bytes, not copied
 * @param sparsity the share of its links whose weight is zero
 * @param samples that show what ranges activations have
 */
@SuppressWarnings("ArrayRecordComponent")
record GivenNetwork(byte[] file, double sparsity, CalibrationData samples) implements Network {
  @Override
  public Mlp perceptron() {
    return TfLiteReader.read(file);
  }

  @Override
  public byte[] file(Precision precision, Provenance provenance) throws InterruptedException {
    return TfLiteWriter.stamped(
        precision == Precision.FP32 ? file : quantised(precision).write(), provenance);
  }

  private TfLiteModel quantised(Precision precision) throws InterruptedException {
    TfLiteModel model = TfLiteModel.parse(file);
    return switch (precision) {
      case FP32 -> model;
      case FP16 -> TfLiteQuantiser.halves(model).model();
      case INT8 -> TfLiteQuantiser.dynamicRange(model, Converter.CURRENT).model();
      case INT8_FULL ->
          TfLiteQuantiser.integers(model, samples, Calibration.MIN_MAX, TfLiteQuantiser.Ends.FLOATS)
              .model();
    };
  }
}
