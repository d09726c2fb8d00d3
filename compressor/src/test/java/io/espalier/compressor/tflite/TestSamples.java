package io.espalier.compressor.tflite;

import io.espalier.compressor.data.CalibrationData;
import io.espalier.compressor.data.SampleArray;
import io.espalier.compressor.linalg.Matrix;
import io.espalier.shared.artifact.Digest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Calibration data by seed. */
public final class TestSamples {
  private TestSamples() {}

  /** For {@link ConvModels#small}, with labels of 10 classes. */
  public static CalibrationData small(long seed, int samples) {
    return labelled(10, array(seed, "image", samples, 12, 12, 1));
  }

  /** For {@link ConvModels#residual}, with labels of 5 classes. */
  public static CalibrationData residual(long seed, int samples) {
    return labelled(5, array(seed, "image", samples, 8, 8, 3));
  }

  /** For {@link ConvModels#mobileNetLike}, with labels of 10 classes. */
  public static CalibrationData mobileNetLike(long seed, int samples) {
    return labelled(10, array(seed, "image", samples, 32, 32, 3));
  }

  /** For {@link ConvModels#kernels}. */
  public static CalibrationData kernels(long seed, int samples) {
    return of(array(seed, "image", samples, 9, 10, 3));
  }

  /** For {@link ConvModels#twoInputs}. */
  public static CalibrationData twoInputs(long seed, int samples) {
    return of(array(seed + 1, "row", samples, 4), array(seed, "image", samples, 6, 6, 2));
  }

  /** For {@link ConvModels#tied}. */
  public static CalibrationData tied(long seed, int samples) {
    return of(array(seed, "row", samples, 6));
  }

  /** Without labels. */
  public static CalibrationData of(SampleArray... arrays) {
    return data(Optional.empty(), arrays);
  }

  /** With the label i mod {@code classes} for sample i. */
  public static CalibrationData labelled(int classes, SampleArray array) {
    int[] labels = IntStream.range(0, array.count()).map(i -> i % classes).toArray();
    return data(Optional.of(labels), array);
  }

  /** Normal deviates. */
  public static SampleArray array(long seed, String name, int samples, int... extents) {
    Random random = new Random(seed);
    int width = Arrays.stream(extents).reduce(1, (a, b) -> a * b);
    Matrix values = Matrix.zeros(samples, width);
    for (int i = 0; i < values.values().length; i++) {
      values.values()[i] = (float) random.nextGaussian();
    }
    return new SampleArray(name, IntStream.of(extents).boxed().toList(), values);
  }

  private static CalibrationData data(Optional<int[]> labels, SampleArray... arrays) {
    List<SampleArray> inputs = Stream.of(arrays).toList();
    return new CalibrationData("samples", Digest.of(new byte[0]), inputs, labels, Optional.empty());
  }
}
