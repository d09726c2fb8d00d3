package io.espalier.compressor.tflite;

import static org.assertj.core.api.Assertions.assertThat;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.compressor.quantise.Converter;
import io.espalier.compressor.quantise.Sqnr;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.Operator;
import org.tensorflow.lite.schema.OperatorCode;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.Tensor;

/** What tests want to know of quantised files. */
final class QuantisedFiles {
  private QuantisedFiles() {}

  /** A constant: its type, bytes, scales and the axis of these. */
  record Constant(byte type, List<Byte> data, List<Float> scales, List<Long> zeros, int axis) {}

  /** The constants of the main graph by name. */
  static Map<String, Constant> constants(byte[] file) {
    Model model = model(file);
    SubGraph graph = model.subgraphs(0);
    Map<String, Constant> constants = new TreeMap<>();
    for (int i = 0; i < graph.tensorsLength(); i++) {
      Tensor tensor = graph.tensors(i);
      ByteBuffer data = model.buffers((int) tensor.buffer()).dataAsByteBuffer();
      if (data != null && data.hasRemaining()) {
        constants.put(tensor.name(), constant(tensor, data));
      }
    }
    return constants;
  }

  /** The constant of that name. */
  static Constant constant(byte[] file, String name) {
    return Objects.requireNonNull(constants(file).get(name), name);
  }

  /** Each operator's number and version, in the order in which they run. */
  static List<String> operators(byte[] file) {
    Model model = model(file);
    SubGraph graph = model.subgraphs(0);
    List<String> operators = new ArrayList<>();
    for (int i = 0; i < graph.operatorsLength(); i++) {
      Operator operator = graph.operators(i);
      OperatorCode code = model.operatorCodes((int) operator.opcodeIndex());
      operators.add(
          org.tensorflow.lite.schema.BuiltinOperator.name(code.builtinCode())
              + " "
              + code.version());
    }
    return operators;
  }

  /** The file with half floats. */
  static byte[] halves(byte[] file) {
    return TfLiteQuantiser.halves(TfLiteModel.parse(file)).model().write();
  }

  /** The file with 8-bit weights. */
  static byte[] dynamicRange(byte[] file, Converter converter) {
    return TfLiteQuantiser.dynamicRange(TfLiteModel.parse(file), converter).model().write();
  }

  static Model model(byte[] file) {
    return Model.getRootAsModel(ByteBuffer.wrap(file));
  }

  static Matrix run(byte[] file, CalibrationData data, Kernels kernels) {
    try (TfLiteRunner runner = TfLiteRunner.open(file, 1, kernels)) {
      return runner.run(data).get(0);
    }
  }

  /** Holds that the outputs of a quantised file come close, with both kinds of kernels. */
  static void assertDecibels(byte[] file, byte[] exact, CalibrationData data, double least) {
    for (Kernels kernels : Kernels.values()) {
      Sqnr sqnr = new Sqnr();
      sqnr.add(run(exact, data, kernels).values(), run(file, data, kernels).values());
      sqnr.decibels().ifPresent(db -> assertThat(db).as("%s", kernels).isGreaterThan(least));
    }
  }

  private static Constant constant(Tensor tensor, ByteBuffer data) {
    List<Byte> bytes = new ArrayList<>();
    data.order(ByteOrder.LITTLE_ENDIAN);
    while (data.hasRemaining()) {
      bytes.add(data.get());
    }
    List<Float> scales = new ArrayList<>();
    List<Long> zeros = new ArrayList<>();
    int axis = 0;
    if (tensor.quantization() != null) {
      for (int i = 0; i < tensor.quantization().scaleLength(); i++) {
        scales.add(tensor.quantization().scale(i));
        zeros.add(tensor.quantization().zeroPoint(i));
      }
      axis = tensor.quantization().quantizedDimension();
    }
    return new Constant(tensor.type(), bytes, scales, zeros, axis);
  }
}
