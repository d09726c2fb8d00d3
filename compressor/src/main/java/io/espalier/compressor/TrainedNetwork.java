package io.espalier.compressor;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.graph.Mlp;
import io.espalier.compressor.tflite.TfLiteWriter;
import io.espalier.shared.artifact.Precision;
import io.espalier.shared.artifact.Provenance;

/**
 * A perceptron of ours, with the tensors and operators that TensorFlow's converter would write.
 *
 * @param perceptron itself
 * @param told the layer, counted from 0, whose activations its files tell beside their output
 * @param samples that show what ranges activations have
 */
record TrainedNetwork(Mlp perceptron, int told, CalibrationData samples) implements Network {
  @Override
  public double sparsity() {
    return perceptron.sparsity();
  }

  @Override
  public byte[] file(Precision precision, Provenance provenance) throws InterruptedException {
    if (precision != Precision.INT8_FULL) {
      return TfLiteWriter.write(perceptron, told, precision, provenance);
    }
    byte[] floats = TfLiteWriter.write(perceptron, told, Precision.FP32, provenance);
    return new GivenNetwork(floats, sparsity(), samples).file(precision, provenance);
  }
}
