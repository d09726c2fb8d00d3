package io.espalier.compressor.tflite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;

/**
 * Holds the constants of one model against those of another, byte by byte: what {@link
 * TfLiteQuantiser} makes of a model against what TensorFlow's converter made of it.
 */
public final class TfLiteComparison {
  private TfLiteComparison() {}

  /**
   * How a constant differs.
   *
   * @param tensor its name in the first model, or, if it is not there, in the second
   * @param what differs, in a few words
   */
  public record Difference(String tensor, String what) {}

  /**
   * All differences, in the order of the first model. Constants belong together by name; those that
   * are left by type and shape, in order, for converters rename what they store anew.
   */
  public static List<Difference> constants(TfLiteModel expected, TfLiteModel found) {
    List<ModelTensor> left = constants(expected);
    List<ModelTensor> right = constants(found);
    List<Difference> differences = new ArrayList<>();
    match(left, right, (one, other) -> one.name().equals(other.name()), differences);
    match(left, right, TfLiteComparison::fit, differences);
    left.forEach(tensor -> differences.add(new Difference(tensor.name(), "is missing")));
    right.forEach(
        tensor -> differences.add(new Difference(tensor.name(), "is not in the first file")));
    return differences;
  }

  private static List<ModelTensor> constants(TfLiteModel model) {
    List<ModelTensor> constants = new ArrayList<>();
    for (ModelGraph graph : model.graphs()) {
      graph.tensors().stream().filter(ModelTensor::isConstant).forEach(constants::add);
    }
    return constants;
  }

  private static void match(
      List<ModelTensor> left,
      List<ModelTensor> right,
      BiPredicate<ModelTensor, ModelTensor> belong,
      List<Difference> differences) {
    for (ModelTensor tensor : List.copyOf(left)) {
      Optional<ModelTensor> partner =
          right.stream().filter(other -> belong.test(tensor, other)).findFirst();
      partner.ifPresent(
          other -> {
            left.remove(tensor);
            right.remove(other);
            String what = ConstantDifference.of(tensor, other);
            if (!what.isEmpty()) {
              differences.add(new Difference(tensor.name(), what));
            }
          });
    }
  }

  private static boolean fit(ModelTensor one, ModelTensor other) {
    return one.type() == other.type() && Arrays.equals(one.shape(), other.shape());
  }
}
