package io.espalier.compressor.tflite;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.tensorflow.lite.schema.Model;

/**
 * Holds the constants of one file against those of another, byte by byte: what {@link
 * TfLiteQuantiser} makes of a file against what TensorFlow's converter made of it.
 */
public final class TfLiteComparison {
  private TfLiteComparison() {}

  /**
   * How a constant differs.
   *
   * @param tensor its name in the first file, or, if it is not there, in the second
   * @param what differs, in a few words
   */
  public record Difference(String tensor, String what) {}

  /**
   * All differences, in the order of the first file. Constants belong together by name; those that
   * are left by type and shape, in order, for converters rename what they store anew.
   *
   * @param expected bytes of the one file
   * @param found bytes of the other
   */
  public static List<Difference> constants(byte[] expected, byte[] found) {
    List<StoredConstant> left = new ArrayList<>(StoredConstant.all(model(expected)));
    List<StoredConstant> right = new ArrayList<>(StoredConstant.all(model(found)));
    List<Difference> differences = new ArrayList<>();
    match(left, right, (a, b) -> a.name().equals(b.name()), differences);
    match(left, right, TfLiteComparison::fit, differences);
    left.forEach(constant -> differences.add(missing(constant, "is missing")));
    right.forEach(constant -> differences.add(missing(constant, "is not in the first file")));
    return differences;
  }

  private static void match(
      List<StoredConstant> left,
      List<StoredConstant> right,
      BiPredicate<StoredConstant, StoredConstant> belong,
      List<Difference> differences) {
    for (StoredConstant constant : List.copyOf(left)) {
      Optional<StoredConstant> partner =
          right.stream().filter(other -> belong.test(constant, other)).findFirst();
      partner.ifPresent(
          other -> {
            left.remove(constant);
            right.remove(other);
            String what = constant.difference(other);
            if (!what.isEmpty()) {
              differences.add(new Difference(constant.name(), what));
            }
          });
    }
  }

  private static boolean fit(StoredConstant one, StoredConstant other) {
    return one.type().equals(other.type()) && one.shape().equals(other.shape());
  }

  private static Difference missing(StoredConstant constant, String what) {
    return new Difference(constant.name(), what);
  }

  private static Model model(byte[] file) {
    return Model.getRootAsModel(ByteBuffer.wrap(file));
  }
}
