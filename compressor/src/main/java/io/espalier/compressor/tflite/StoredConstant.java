package io.espalier.compressor.tflite;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.tensorflow.lite.schema.Model;
import org.tensorflow.lite.schema.QuantizationParameters;
import org.tensorflow.lite.schema.SubGraph;
import org.tensorflow.lite.schema.Tensor;
import org.tensorflow.lite.schema.TensorType;

/**
 * A constant of a file, as it is stored.
 *
 * @param name as in the file
 * @param type for instance {@code INT8}
 * @param shape its extents
 * @param scales none if it is not quantised
 * @param zeroPoints as many
 * @param axis along which the scales lie; 0 if there is one or none
 * @param data its bytes
 */
record StoredConstant(
    String name,
    String type,
    List<Integer> shape,
    List<Float> scales,
    List<Long> zeroPoints,
    int axis,
    ByteBuffer data) {

  /** The constants of all graphs of a file, in its order. */
  static List<StoredConstant> all(Model model) {
    List<StoredConstant> all = new ArrayList<>();
    for (int g = 0; g < model.subgraphsLength(); g++) {
      SubGraph graph = model.subgraphs(g);
      for (int i = 0; i < graph.tensorsLength(); i++) {
        Tensor tensor = graph.tensors(i);
        ByteBuffer data = model.buffers((int) tensor.buffer()).dataAsByteBuffer();
        if (data != null && data.hasRemaining()) {
          all.add(of(tensor, data));
        }
      }
    }
    return all;
  }

  private static StoredConstant of(Tensor tensor, ByteBuffer data) {
    List<Integer> shape = new ArrayList<>();
    for (int i = 0; i < tensor.shapeLength(); i++) {
      shape.add(tensor.shape(i));
    }
    List<Float> scales = new ArrayList<>();
    List<Long> zeroPoints = new ArrayList<>();
    QuantizationParameters quantization = tensor.quantization();
    int count = quantization == null ? 0 : quantization.scaleLength();
    for (int i = 0; i < count; i++) {
      scales.add(quantization.scale(i));
      zeroPoints.add(i < quantization.zeroPointLength() ? quantization.zeroPoint(i) : 0);
    }
    return new StoredConstant(
        tensor.name() == null ? "" : tensor.name(),
        TensorType.name(tensor.type()),
        shape,
        scales,
        zeroPoints,
        count > 1 ? quantization.quantizedDimension() : 0,
        data);
  }

  /** How another one differs, in a few words; empty if it does not, but for its name. */
  String difference(StoredConstant other) {
    if (!type.equals(other.type) || !shape.equals(other.shape)) {
      return "expected %s %s, found %s %s".formatted(type, shape, other.type, other.shape);
    }
    if (axis != other.axis || !zeroPoints.equals(other.zeroPoints)) {
      return "expected zero points %s along %d, found %s along %d"
          .formatted(zeroPoints, axis, other.zeroPoints, other.axis);
    }
    for (int i = 0; i < scales.size(); i++) {
      if (!scales.get(i).equals(other.scales.get(i))) {
        return "expected scale %d to be %s, found %s"
            .formatted(i, scales.get(i), other.scales.get(i));
      }
    }
    int first = data.mismatch(other.data);
    return first < 0
        ? ""
        : "expected %d in byte %d, found %d; %d of %d differ"
            .formatted(
                data.get(data.position() + first),
                first,
                other.data.get(other.data.position() + first),
                differing(other),
                data.remaining());
  }

  private int differing(StoredConstant other) {
    int differing = 0;
    for (int i = 0; i < Math.min(data.remaining(), other.data.remaining()); i++) {
      if (data.get(data.position() + i) != other.data.get(other.data.position() + i)) {
        differing++;
      }
    }
    return differing + Math.abs(data.remaining() - other.data.remaining());
  }
}
