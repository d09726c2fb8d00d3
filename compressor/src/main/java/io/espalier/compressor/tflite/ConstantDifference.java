package io.espalier.compressor.tflite;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Tells how two constants differ, in a few words. */
final class ConstantDifference {
  private ConstantDifference() {}

  /** Empty if they are equal but for their names. */
  static String of(ModelTensor expected, ModelTensor found) {
    if (expected.type() != found.type() || !Arrays.equals(expected.shape(), found.shape())) {
      return "expected %s, found %s".formatted(kind(expected), kind(found));
    }
    String scales = scales(expected.quantization(), found.quantization());
    return scales.isEmpty() ? bytes(expected.data(), found.data()) : scales;
  }

  private static String kind(ModelTensor tensor) {
    return tensor.type() + " " + Arrays.toString(tensor.shape());
  }

  private static String scales(Optional<Quantization> expected, Optional<Quantization> found) {
    int wanted = expected.map(quantization -> quantization.scales().length).orElse(0);
    int given = found.map(quantization -> quantization.scales().length).orElse(0);
    if (wanted != given) {
      return "expected %d scales, found %d".formatted(wanted, given);
    }
    return expected.map(one -> scales(one, found.orElseThrow())).orElse("");
  }

  private static String scales(Quantization expected, Quantization found) {
    int first = Arrays.mismatch(expected.scales(), found.scales());
    if (first >= 0) {
      return "expected scale %d to be %s, found %s"
          .formatted(first, expected.scales()[first], found.scales()[first]);
    }
    if (!Arrays.equals(expected.zeroPoints(), found.zeroPoints())) {
      return "zero points differ";
    }
    boolean several = expected.scales().length > 1;
    return several && expected.dimension() != found.dimension()
        ? "expected scales along %d, found them along %d"
            .formatted(expected.dimension(), found.dimension())
        : "";
  }

  private static String bytes(ByteBuffer expected, ByteBuffer found) {
    int first = expected.mismatch(found);
    if (first < 0) {
      return "";
    }
    if (expected.remaining() != found.remaining()) {
      return "expected %d bytes, found %d".formatted(expected.remaining(), found.remaining());
    }
    int differing = 0;
    for (int i = first; i < expected.remaining(); i++) {
      differing += expected.get(i) == found.get(i) ? 0 : 1;
    }
    return "expected %d in byte %d, found %d; %d of %d differ"
        .formatted(expected.get(first), first, found.get(first), differing, expected.remaining());
  }
}
